// Takes an expression apart into its tokens.
package dev.trefoil.emulators.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of one expression. A word begins with a letter: one that begins with an underscore has
 * to come by a placeholder (observed by ScyllaDB's tests of Alternator, test_update_expression.py).
 *
 * @param text the expression
 * @param tokens in order, the last of them the end
 */
record Tokens(String text, List<Token> tokens) {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)"
              + "|(?<index>[0-9]+)|(?<symbol><>|<=|>=|[<>=()\\[\\].,+-])|(?<space>[ \\t\\r\\n]+)");

  /** What a token is. */
  enum Kind {
    WORD,
    NAME,
    VALUE,
    INDEX,
    SYMBOL,
    /** A character that begins nothing. */
    STRAY,
    END
  }

  /**
   * A token.
   *
   * @param start where it begins
   * @param end where it ends
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean is(Kind wanted, String words) {
      return kind == wanted
          && (kind == Kind.WORD ? text.equalsIgnoreCase(words) : text.equals(words));
    }
  }

  static Tokens of(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      boolean found = matcher.region(at, text.length()).lookingAt();
      int end = found ? matcher.end() : at + 1;
      if (!found || matcher.group("space") == null) {
        tokens.add(new Token(found ? kind(matcher) : Kind.STRAY, text.substring(at, end), at, end));
      }
      at = end;
    }
    tokens.add(new Token(Kind.END, "<EOF>", text.length(), text.length()));
    return new Tokens(text, List.copyOf(tokens));
  }

  private static Kind kind(Matcher matcher) {
    for (Kind kind : List.of(Kind.WORD, Kind.NAME, Kind.VALUE, Kind.INDEX)) {
      if (matcher.group(kind.name().toLowerCase(Locale.ROOT)) != null) {
        return kind;
      }
    }
    return Kind.SYMBOL;
  }

  /** The service's words for a token that cannot stand where it does: it and its neighbours. */
  String syntaxError(int token) {
    int first = tokens.get(Math.max(0, token - 1)).start();
    int last = tokens.get(Math.min(tokens.size() - 1, token + 1)).end();
    return "Syntax error; token: \"%s\", near: \"%s\""
        .formatted(tokens.get(token).text(), text.substring(first, last));
  }
}
