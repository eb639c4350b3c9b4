package dev.trefoil.guardrail;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * A regular expression of RE2's syntax, which is matched in a time that grows with text and pattern
 * only. RE2 knows no looking ahead or behind and no back references.
 */
public final class RulePattern {
  /** Instructions that one may be compiled to; counted repeats multiply them. */
  private static final int MOST_INSTRUCTIONS = 2_000;

  /** A search may read to the end to find the next, so that only so many are made in one text. */
  static final int MOST_FOUND = 100;

  private final String category;
  private final Pattern pattern;

  /**
   * @param regex one that {@link #mistake} has nothing against
   */
  RulePattern(String category, String regex) {
    this.category = category;
    this.pattern = Pattern.compile(regex);
  }

  /** What is wrong with an expression; empty where it can be used. */
  public static Optional<String> mistake(String regex) {
    try {
      Pattern pattern = Pattern.compile(regex);
      if (pattern.programSize() > MOST_INSTRUCTIONS) {
        return Optional.of("is too large: it has more than " + MOST_INSTRUCTIONS + " steps");
      }
      return pattern.matcher("").find()
          ? Optional.of("is found in an empty text, and so everywhere")
          : Optional.empty();
    } catch (PatternSyntaxException e) {
      return Optional.of("is not a regular expression of RE2's syntax: " + e.getDescription());
    }
  }

  /** Adds what is found in one of several texts; of very many, all from the last one on as one. */
  void find(String text, int number, List<Found> found) {
    Matcher matcher = pattern.matcher(text);
    for (int count = 1; matcher.find(); count++) {
      boolean last = count == MOST_FOUND;
      int end = last ? text.length() : matcher.end();
      if (end > matcher.start()) {
        found.add(new Found(category, number, matcher.start(), end));
      }
      if (last) {
        return;
      }
    }
  }
}
