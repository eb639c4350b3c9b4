// What came of a pair.
package dev.trefoil.local.pairs;

/** One field of the table. */
public sealed interface Cell {
  /**
   * There were answers.
   *
   * @param first milliseconds of the first call, the token's fetching included
   * @param again milliseconds of the second
   */
  record Answered(long first, long again) implements Cell {}

  /**
   * @param reason in the host's words
   */
  record Failed(String reason) implements Cell {}
}
