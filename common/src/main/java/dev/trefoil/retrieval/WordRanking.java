package dev.trefoil.retrieval;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The words of texts, and how well they answer a question's: Okapi BM25. Not thread-safe. */
final class WordRanking {
  private static final double K1 = 1.2;
  private static final double B = 0.75;

  private final Map<String, Integer> textsWith = new HashMap<>();
  private long length;
  private int texts;

  /**
   * A text's words.
   *
   * @param counts how often each is there
   * @param length all of them
   */
  record Words(Map<String, Integer> counts, int length) {}

  /** Splits a text at all that is neither letter nor digit; a word's case is no matter. */
  static Words words(String text) {
    Map<String, Integer> counts = new HashMap<>();
    List<String> all = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
      if (inside && begin < 0) {
        begin = i;
      } else if (!inside && begin >= 0) {
        all.add(text.substring(begin, i).toLowerCase(Locale.ROOT));
        begin = -1;
      }
    }
    all.forEach(word -> counts.merge(word, 1, Integer::sum));
    return new Words(counts, all.size());
  }

  void add(Words words) {
    words.counts().keySet().forEach(word -> textsWith.merge(word, 1, Integer::sum));
    length += words.length();
    texts++;
  }

  void remove(Words words) {
    words
        .counts()
        .keySet()
        .forEach(word -> textsWith.computeIfPresent(word, (same, n) -> n == 1 ? null : n - 1));
    length -= words.length();
    texts--;
  }

  /** How well a text answers, among those that were added; 0 when it shares no word. */
  double score(Set<String> asked, Words text) {
    double score = 0;
    double average = (double) length / texts;
    for (String word : asked) {
      int count = text.counts().getOrDefault(word, 0);
      if (count > 0) {
        int with = textsWith.getOrDefault(word, 0);
        double rarity = Math.log(1 + (texts - with + 0.5) / (with + 0.5));
        score += rarity * count / (count + K1 * (1 - B + B * text.length() / average));
      }
    }
    return score;
  }

  /** The words that are asked for. */
  static Set<String> asked(String text) {
    return words(text).counts().keySet();
  }
}
