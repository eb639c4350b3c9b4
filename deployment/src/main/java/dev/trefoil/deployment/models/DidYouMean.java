// What somebody may have meant who wrote a name that nobody knows.
package dev.trefoil.deployment.models;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Names that are one or two letters away. */
public final class DidYouMean {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-";
  private static final int MOST_EDITS = 2;

  /** Names so short have a neighbour two letters away by chance. */
  private static final int SHORT = 8;

  private static final Comparator<String> BETTER_LAST =
      Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

  private DidYouMean() {}

  /**
   * A name that is nearly part of an id.
   *
   * @param id the id with the name in its place
   * @param sameVersion whether only letters differ: other digits may be those of a newer model
   */
  public record Part(String id, boolean sameVersion) {}

  /**
   * The name that differs the least from some part of the id; of several the longest, or newest.
   */
  public static Optional<Part> part(String id, Collection<String> names) {
    Match best = null;
    String found = "";
    for (String name : names.stream().sorted(BETTER_LAST).toList()) {
      Match match = match(name, id);
      int most = name.length() < SHORT ? 1 : MOST_EDITS;
      if (match.edits() > 0
          && match.edits() <= most
          && (best == null || match.edits() <= best.edits())) {
        best = match;
        found = name;
      }
    }
    if (best == null) {
      return Optional.empty();
    }
    String written = id.substring(best.start(), best.end());
    return Optional.of(
        new Part(
            id.substring(0, best.start()) + found + id.substring(best.end()),
            digits(written).equals(digits(found))));
  }

  private static String digits(String text) {
    return text.replaceAll("\\D", "");
  }

  private record Match(int edits, int start, int end) {}

  /**
   * Sellers' algorithm, with an exchange of neighbours as one edit: between which ends of words the
   * name stands with the fewest letters wrong.
   */
  private static Match match(String name, String text) {
    int[][] edits = new int[name.length() + 1][text.length() + 1];
    int[][] start = new int[name.length() + 1][text.length() + 1];
    Match best = new Match(Integer.MAX_VALUE, 0, 0);
    for (int j = 0; j <= text.length(); j++) {
      start[0][j] = j;
      for (int i = 1; i <= name.length(); i++) {
        edits[i][j] = edits[i - 1][j] + 1;
        start[i][j] = start[i - 1][j];
        if (j > 0) {
          boolean same = name.charAt(i - 1) == text.charAt(j - 1);
          take(edits, start, i, j, i - 1, j - 1, same ? 0 : 1);
          take(edits, start, i, j, i, j - 1, 1);
          if (i > 1
              && j > 1
              && name.charAt(i - 1) == text.charAt(j - 2)
              && name.charAt(i - 2) == text.charAt(j - 1)) {
            take(edits, start, i, j, i - 2, j - 2, 1);
          }
        }
      }
      int from = start[name.length()][j];
      if (edits[name.length()][j] < best.edits() && isWord(text, from, j)) {
        best = new Match(edits[name.length()][j], from, j);
      }
    }
    return best;
  }

  private static void take(
      int[][] edits, int[][] start, int i, int j, int fromI, int fromJ, int more) {
    if (edits[fromI][fromJ] + more < edits[i][j]) {
      edits[i][j] = edits[fromI][fromJ] + more;
      start[i][j] = start[fromI][fromJ];
    }
  }

  /** Whether a part begins and ends with words, and these with it. */
  private static boolean isWord(String text, int start, int end) {
    return start < end
        && !isLetter(text, start - 1)
        && isLetter(text, start)
        && isLetter(text, end - 1)
        && !isLetter(text, end);
  }

  private static boolean isLetter(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  /** A name that is known, one letter away, or two neighbours exchanged; else twice that. */
  public static Optional<String> known(String written, Predicate<String> known) {
    Set<String> near = Set.of(written);
    for (int edits = 1; edits <= MOST_EDITS; edits++) {
      Set<String> next = new LinkedHashSet<>();
      for (String text : near) {
        next.addAll(edited(text));
      }
      Optional<String> found = next.stream().filter(known).findFirst();
      if (found.isPresent()) {
        return found;
      }
      near = next;
    }
    return Optional.empty();
  }

  private static Set<String> edited(String text) {
    Set<String> edited = new HashSet<>();
    for (int at = 0; at <= text.length(); at++) {
      String before = text.substring(0, at);
      String after = text.substring(at);
      for (int i = 0; i < LETTERS.length(); i++) {
        edited.add(before + LETTERS.charAt(i) + after);
        if (!after.isEmpty()) {
          edited.add(before + LETTERS.charAt(i) + after.substring(1));
        }
      }
      if (!after.isEmpty()) {
        edited.add(before + after.substring(1));
      }
      if (after.length() > 1) {
        edited.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
      }
    }
    return edited;
  }
}
