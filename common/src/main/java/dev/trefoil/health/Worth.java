package dev.trefoil.health;

import dev.trefoil.chat.Usage;
import dev.trefoil.policy.Price;

/**
 * How well a target's answers have passed in a route, and what they took.
 *
 * @param judged attempts that were an answer, or could have been one
 * @param passed of these, whose answer was whole and passed what checks it
 * @param used attempts of which tokens are known
 * @param input tokens of these, cached and written ones among them
 * @param cached tokens of these
 * @param written tokens of these
 * @param output tokens of these
 */
public record Worth(
    long judged, long passed, long used, long input, long cached, long written, long output) {
  /** Nothing was seen. */
  public static final Worth NONE = new Worth(0, 0, 0, 0, 0, 0, 0);

  /** Of so many judged attempts on it is known how well a target passes. */
  public static final long LEAST = 20;

  /** Whether enough was seen to tell what a task costs. */
  public boolean isKnown() {
    return judged >= LEAST && used > 0;
  }

  /**
   * What a task that passes is expected to cost, in US dollars: the price of an attempt's tokens,
   * as they were on average, divided by the share of attempts that pass. Where none has passed yet,
   * half of one is taken to have.
   */
  public double usdAPass(Price price) {
    double attempt = price.of(new Usage(mean(input), mean(output), mean(cached), mean(written), 0));
    if (attempt == 0 && passed == 0) {
      return Double.POSITIVE_INFINITY; // What costs nothing and never passes is no bargain.
    }
    return attempt * judged / Math.max(0.5, passed);
  }

  private long mean(long tokens) {
    return Math.round((double) tokens / used);
  }

  /** Both together. */
  public Worth plus(Worth other) {
    return new Worth(
        judged + other.judged,
        passed + other.passed,
        used + other.used,
        input + other.input,
        cached + other.cached,
        written + other.written,
        output + other.output);
  }

  /** What was seen since another of the same; never below nothing. */
  Worth since(Worth before) {
    return new Worth(
        Math.max(0, judged - before.judged),
        Math.max(0, passed - before.passed),
        Math.max(0, used - before.used),
        Math.max(0, input - before.input),
        Math.max(0, cached - before.cached),
        Math.max(0, written - before.written),
        Math.max(0, output - before.output));
  }
}
