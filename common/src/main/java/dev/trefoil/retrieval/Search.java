package dev.trefoil.retrieval;

import java.util.Optional;

/**
 * What is looked for. With text and vector the search is hybrid; with one of them it is by that
 * alone.
 *
 * @param text whose words count; empty for none
 * @param vector the question's embedding by the model that the chunks' are of; empty for none
 * @param filter which chunks may be found
 * @param limit the most hits, 1 to {@link #MAX_LIMIT}
 * @param threshold the least score of a hit, 0 to 1
 */
public record Search(
    String text, float[] vector, Optional<Filter> filter, int limit, double threshold) {
  /** Hits of one search, as OpenAI's vector stores have it. */
  public static final int MAX_LIMIT = 50;

  /** Characters of a text that is looked for; what is longer is cut there by whoever asks. */
  public static final int LONGEST_TEXT = 8_000;

  /**
   * @throws IllegalArgumentException when there is nothing to look for, or one of them is outside
   *     its bounds
   */
  public Search {
    text = WellFormed.of(text);
    if (text.isBlank() && vector.length == 0) {
      throw new IllegalArgumentException("a search for nothing");
    }
    if (text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("a search for more than " + LONGEST_TEXT + " characters");
    }
    if (limit < 1 || limit > MAX_LIMIT || !(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a search has 1 to 50 hits of a score from 0 to 1");
    }
  }
}
