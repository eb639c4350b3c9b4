// What all expressions have in common: document paths, placeholders and operands.
package dev.trefoil.emulators.dynamodb;

import dev.trefoil.emulators.dynamodb.Tokens.Kind;
import dev.trefoil.emulators.dynamodb.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parses what stands for values. */
abstract class ExpressionParser extends Grammar {
  private final Placeholders placeholders;
  private final Set<String> keywords;

  /**
   * For one expression.
   *
   * @param kind the request's field
   * @param keywords words that no name can be, in lower case
   */
  ExpressionParser(String kind, String text, Placeholders placeholders, Set<String> keywords) {
    super(kind, text);
    this.placeholders = placeholders;
    this.keywords = keywords;
  }

  /** What a function stands for; a problem where it may not stand there. */
  abstract Operand function(String name, List<Operand> arguments);

  final Operand operand() {
    if (isSymbol("(")) {
      return group(this::operand);
    }
    Token token = peek();
    if (token.kind() == Kind.VALUE) {
      return new Operand.Constant(value());
    }
    if (isCall()) {
      return function(next().text(), arguments());
    }
    return new Operand.Attribute(path());
  }

  /** Whether a name and an opening parenthesis are next. */
  final boolean isCall() {
    return peek().kind() == Kind.WORD && !isKeyword(peek()) && isSecond("(");
  }

  /** The operands between parentheses, at least one. */
  final List<Operand> arguments() {
    return nested(() -> listOf(this::operand));
  }

  final Value value() {
    if (peek().kind() != Kind.VALUE) {
      throw syntaxError();
    }
    String placeholder = next().text();
    return placeholders
        .value(placeholder)
        .orElseGet(
            () -> {
              problem(
                  "An expression attribute value used in expression is not defined; attribute"
                      + " value: "
                      + placeholder);
              return new Value.Null();
            });
  }

  final Path path() {
    List<Path.Step> steps = new ArrayList<>(List.of(name()));
    while (true) {
      if (take(Kind.SYMBOL, ".")) {
        steps.add(name());
      } else if (take(Kind.SYMBOL, "[")) {
        steps.add(index());
        expect("]");
      } else {
        return new Path(List.copyOf(steps));
      }
    }
  }

  private Path.Step index() {
    if (peek().kind() != Kind.INDEX) {
      throw syntaxError();
    }
    String digits = next().text();
    try {
      return new Path.Step.Index(Integer.parseInt(digits));
    } catch (NumberFormatException e) {
      // The service's words for it are not published.
      problem("List index is not within the allowable range; index: [" + digits + "]");
      return new Path.Step.Index(0);
    }
  }

  private Path.Step name() {
    Token token = peek();
    if (token.kind() == Kind.NAME) {
      next();
      return new Path.Step.Name(
          placeholders
              .name(token.text())
              .orElseGet(
                  () -> {
                    problem(
                        "An expression attribute name used in the document path is not defined;"
                            + " attribute name: "
                            + token.text());
                    return "";
                  }));
    }
    if (token.kind() != Kind.WORD || isKeyword(token)) {
      throw syntaxError();
    }
    next();
    if (ReservedWords.contain(token.text())) {
      problem("Attribute name is a reserved keyword; reserved keyword: " + token.text());
    }
    return new Path.Step.Name(token.text());
  }

  private boolean isKeyword(Token token) {
    return keywords.stream().anyMatch(word -> token.is(Kind.WORD, word));
  }

  final void wrongCount(String name, int count) {
    problem(
        "Incorrect number of operands for operator or function; operator or function: %s, number of operands: %d"
            .formatted(name, count));
  }

  final void wrongType(String name, Value.Type type) {
    problem(
        "Incorrect operand type for operator or function; operator or function: %s, operand type: %s"
            .formatted(name, type));
  }

  final void misused(String name) {
    problem("The function is not allowed to be used this way in an expression; function: " + name);
  }
}
