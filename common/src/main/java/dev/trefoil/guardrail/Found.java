package dev.trefoil.guardrail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Something that a check has found.
 *
 * @param category of letters, digits, {@code _} and {@code -}
 * @param text in which of the texts, from 0
 * @param start its first character; -1 where the check does not say where it is
 * @param end behind its last
 */
record Found(String category, int text, int start, int end) {
  /** Somewhere in a text. */
  static Found in(int text, String category) {
    return new Found(category, text, -1, -1);
  }

  boolean isPlaced() {
    return start >= 0;
  }

  /** Those that say where they are, in order, without what overlaps an earlier or longer one. */
  static List<Found> apart(List<Found> all) {
    List<Found> sorted = new ArrayList<>(all.stream().filter(Found::isPlaced).toList());
    sorted.sort(Comparator.comparingInt(Found::start).thenComparing(f -> -f.end));
    List<Found> apart = new ArrayList<>(sorted.size());
    for (Found found : sorted) {
      if (apart.isEmpty() || apart.getLast().end <= found.start) {
        apart.add(found);
      } else if (found.end > apart.getLast().end) {
        Found before = apart.removeLast();
        apart.add(new Found(before.category, before.text, before.start, found.end));
      }
    }
    return apart;
  }

  /** A text with something else in the place of each, or of those that overlap. */
  static String replaced(String text, List<Found> all, Function<Found, String> other) {
    StringBuilder replaced = new StringBuilder(text.length());
    int from = 0;
    for (Found found : apart(all)) {
      replaced.append(text, from, found.start).append(other.apply(found));
      from = found.end;
    }
    return replaced.append(text, from, text.length()).toString();
  }

  /** The same of several texts, one after the other. */
  static List<String> replaced(List<String> texts, List<Found> all, Function<Found, String> other) {
    List<String> replaced = new ArrayList<>(texts);
    all.stream()
        .collect(Collectors.groupingBy(Found::text, TreeMap::new, Collectors.toList()))
        .forEach(
            (number, found) -> replaced.set(number, replaced(texts.get(number), found, other)));
    return replaced;
  }
}
