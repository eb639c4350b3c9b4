package dev.trefoil.guardrail;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * A regular expression of RE2's syntax, which is matched in a time that grows with text and pattern
 * only. RE2 knows no looking ahead or behind and no back references. What SafeRE reads as RE2 does
 * is matched by it, in a tenth of RE2/J's time and less; of word boundaries it finds some wrongly.
 */
public final class RulePattern {
  /** Instructions that one may be compiled to; counted repeats multiply them. */
  private static final int MOST_INSTRUCTIONS = 500;

  /** Letters in any case are Unicode's, and a line feed alone ends a line, as for RE2. */
  private static final int AS_RE2 = org.safere.Pattern.UNICODE_CASE | org.safere.Pattern.UNIX_LINES;

  /** What means the same to both, piece by piece, but that a vertical tab is white space here. */
  private static final java.util.regex.Pattern COMMON =
      java.util.regex.Pattern.compile(
          "(?:[^\\\\\\[\\](){}?*+|^$.]" // A character,
              + "|\\\\[dDwWsSntr]|\\\\[^a-zA-Z0-9\\s]" // one that is escaped,
              + "|\\[\\^?(?:[^\\\\\\[\\]&]|\\\\[dDwWsSntr]|\\\\[^a-zA-Z0-9\\s])+\\]" // a class,
              + "|\\((?:\\?(?:[ims]+[:)]|:)|(?!\\?))|\\)" // a group, flags,
              + "|[|^.?*+]|\\{[0-9]+(?:,[0-9]*)?\\})*+"); // and what joins them.

  /** A search may read to the end to find the next, so that only so many are made in one text. */
  static final int MOST_FOUND = 100;

  private final String category;
  private final Pattern pattern;
  private final Optional<org.safere.Pattern> faster;

  /**
   * @param regex one that {@link #mistake} has nothing against
   */
  RulePattern(String category, String regex) {
    this.category = category;
    this.pattern = Pattern.compile(regex);
    this.faster = faster(regex);
  }

  private static Optional<org.safere.Pattern> faster(String regex) {
    if (!COMMON.matcher(regex).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(org.safere.Pattern.compile(regex, AS_RE2));
    } catch (java.util.regex.PatternSyntaxException e) {
      return Optional.empty(); // It counts less far.
    }
  }

  /** Whether it is matched by SafeRE. */
  boolean isFast() {
    return faster.isPresent();
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
    if (faster.isPresent()) {
      org.safere.Matcher matcher = faster.get().matcher(text);
      add(matcher::find, matcher::start, matcher::end, text, number, found);
    } else {
      Matcher matcher = pattern.matcher(text);
      add(matcher::find, matcher::start, matcher::end, text, number, found);
    }
  }

  private void add(
      BooleanSupplier next,
      IntSupplier from,
      IntSupplier to,
      String text,
      int number,
      List<Found> found) {
    for (int count = 1; next.getAsBoolean(); count++) {
      boolean last = count == MOST_FOUND;
      int start = from.getAsInt();
      int end = last ? text.length() : to.getAsInt();
      if (end > start) {
        found.add(new Found(category, number, start, end));
      }
      if (last) {
        return;
      }
    }
  }
}
