// What all expressions have in common: their tokens, document paths and operands.
package dev.trefoil.emulators.dynamodb;

import dev.trefoil.emulators.dynamodb.Tokens.Kind;
import dev.trefoil.emulators.dynamodb.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Parses one expression. A mistake of grammar is refused before any other, so that others are noted
 * first and refused when all has been read.
 */
abstract class ExpressionParser {
  /** Bytes ("Quotas", DynamoDB Developer Guide: expression parameters). */
  private static final int LONGEST = 4096;

  /** How deep parentheses and functions may lie in one another: ours, for the stack's sake. */
  private static final int DEEPEST = 300;

  private final String kind;
  private final Tokens tokens;
  private final Placeholders placeholders;
  private final Set<String> keywords;
  private int at;
  private int depth;
  private int furthest = -1;
  private Optional<String> problem = Optional.empty();
  private int[] lastGroup = {-1, -1};

  /**
   * For one expression.
   *
   * @param kind the request's field
   * @param keywords words that no name can be, in lower case
   */
  ExpressionParser(String kind, String text, Placeholders placeholders, Set<String> keywords) {
    this.kind = kind;
    this.placeholders = placeholders;
    this.keywords = keywords;
    if (text.isBlank()) {
      throw refused("The expression can not be empty;");
    }
    if (Sizes.utf8(text) > LONGEST) {
      throw refused(
          "Expression size has exceeded the maximum allowed size; expression size: "
              + Sizes.utf8(text));
    }
    this.tokens = Tokens.of(text);
  }

  /** What a function stands for; a problem where it may not stand there. */
  abstract Operand function(String name, List<Operand> arguments);

  /** Reads to the end, and refuses what is wrong. */
  final <T> T whole(Supplier<T> rule) {
    T read;
    try {
      read = rule.get();
      if (peek().kind() != Kind.END) {
        throw syntaxError();
      }
    } catch (Refusal e) {
      throw furthest < 0 ? e : refused(tokens.syntaxError(furthest));
    }
    problem.ifPresent(
        words -> {
          throw refused(words);
        });
    return read;
  }

  final String kind() {
    return kind;
  }

  final Refusal refused(String words) {
    return Refusal.invalid("Invalid " + kind + ": " + words);
  }

  /** Notes what is wrong beside the grammar; the first such is told. */
  final void problem(String words) {
    if (problem.isEmpty()) {
      problem = Optional.of(words);
    }
  }

  final Token peek() {
    return tokens.tokens().get(at);
  }

  final Token next() {
    return tokens.tokens().get(at++);
  }

  final Refusal syntaxError() {
    furthest = Math.max(furthest, at);
    return refused(tokens.syntaxError(at));
  }

  final boolean isSymbol(String symbol) {
    return peek().is(Kind.SYMBOL, symbol);
  }

  final boolean take(Kind wanted, String text) {
    boolean there = peek().is(wanted, text);
    at += there ? 1 : 0;
    return there;
  }

  final void expect(String symbol) {
    if (!take(Kind.SYMBOL, symbol)) {
      throw syntaxError();
    }
  }

  /** The first of the rules whose grammar fits. */
  final <T> T either(Supplier<T> first, Supplier<T> second) {
    int start = at;
    Optional<String> before = problem;
    int deep = depth;
    try {
      return first.get();
    } catch (Refusal e) {
      // Not so, then: whole() tells of the alternative that went further.
      at = start;
      problem = before;
      depth = deep;
      return second.get();
    }
  }

  /** What lies between parentheses, of which one pair is enough. */
  final <T> T group(Supplier<T> rule) {
    int open = at;
    expect("(");
    deeper();
    T read = rule.get();
    depth--;
    int close = at;
    expect(")");
    if (lastGroup[0] == open + 1 && lastGroup[1] == close - 1) {
      problem("The expression has redundant parentheses;");
    }
    lastGroup = new int[] {open, close};
    return read;
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw refused("The expression is nested deeper than this emulator reads: " + DEEPEST);
    }
  }

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
    return peek().kind() == Kind.WORD
        && !isKeyword(peek())
        && tokens.tokens().get(at + 1).is(Kind.SYMBOL, "(");
  }

  /** The operands between parentheses, at least one. */
  final List<Operand> arguments() {
    expect("(");
    deeper();
    List<Operand> arguments = listOf(this::operand);
    depth--;
    expect(")");
    return arguments;
  }

  /** One or more, with commas between them. */
  final <T> List<T> listOf(Supplier<T> rule) {
    List<T> list = new ArrayList<>();
    do {
      list.add(rule.get());
    } while (take(Kind.SYMBOL, ","));
    return list;
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
