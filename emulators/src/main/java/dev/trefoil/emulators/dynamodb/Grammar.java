// The tokens of one expression, taken in their order, and what is wrong with them.
package dev.trefoil.emulators.dynamodb;

import dev.trefoil.emulators.dynamodb.Tokens.Kind;
import dev.trefoil.emulators.dynamodb.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Parses by rules that take tokens. A mistake of grammar is refused before any other, so that
 * others are noted first and refused when all has been read.
 */
class Grammar {
  /** Bytes ("Quotas", DynamoDB Developer Guide: expression parameters). */
  private static final int LONGEST = 4096;

  /** How deep parentheses and functions may lie in one another: ours, for the stack's sake. */
  private static final int DEEPEST = 300;

  private final String kind;
  private final Tokens tokens;
  private int at;
  private int depth;
  private int furthest = -1;
  private Optional<String> problem = Optional.empty();
  private int[] lastGroup = {-1, -1};

  /**
   * For one expression.
   *
   * @param kind the request's field
   * @throws Refusal for one that is empty or too long
   */
  Grammar(String kind, String text) {
    this.kind = kind;
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
    T read = nested(rule);
    int close = at - 1;
    if (lastGroup[0] == open + 1 && lastGroup[1] == close - 1) {
      problem("The expression has redundant parentheses;");
    }
    lastGroup = new int[] {open, close};
    return read;
  }

  /** What lies between parentheses. */
  final <T> T nested(Supplier<T> rule) {
    expect("(");
    if (++depth > DEEPEST) {
      throw refused("The expression is nested deeper than this emulator reads: " + DEEPEST);
    }
    T read = rule.get();
    depth--;
    expect(")");
    return read;
  }

  /** One or more, with commas between them. */
  final <T> List<T> listOf(Supplier<T> rule) {
    List<T> list = new ArrayList<>();
    do {
      list.add(rule.get());
    } while (take(Kind.SYMBOL, ","));
    return list;
  }

  /** Whether a symbol is next but one. */
  final boolean isSecond(String symbol) {
    return tokens.tokens().get(at + 1).is(Kind.SYMBOL, symbol);
  }
}
