package dev.trefoil.policy;

import java.time.Duration;

/**
 * When a target is left alone for a while.
 *
 * @param consecutiveFailures so many in a row open the breaker
 * @param window how many of the last attempts the failure rate is taken of
 * @param minimumCalls the rate counts only from so many attempts on
 * @param failureRate the share of failures that opens the breaker, above 0, at most 1
 * @param openFor how long it stays open before one attempt is let through
 * @param ramp over how long a target that has recovered gets its traffic back; zero for at once
 */
public record BreakerSettings(
    int consecutiveFailures,
    int window,
    int minimumCalls,
    double failureRate,
    Duration openFor,
    Duration ramp) {
  public static final BreakerSettings DEFAULTS =
      new BreakerSettings(5, 20, 10, 0.5, Duration.ofSeconds(30), Duration.ZERO);
}
