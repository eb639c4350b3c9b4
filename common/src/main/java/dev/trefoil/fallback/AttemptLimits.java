package dev.trefoil.fallback;

import java.time.Duration;

/**
 * How long a target may be silent before it is given up. Streamed answers only; a plain answer
 * comes whole, and its target has its share of the deadline.
 *
 * @param firstToken until the first content
 * @param stall from one piece of content to the next
 */
public record AttemptLimits(Duration firstToken, Duration stall) {
  public static final AttemptLimits DEFAULTS =
      new AttemptLimits(Duration.ofSeconds(10), Duration.ofSeconds(15));
}
