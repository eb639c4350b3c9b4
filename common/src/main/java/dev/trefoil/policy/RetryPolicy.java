package dev.trefoil.policy;

import java.time.Duration;

/**
 * How often the same target is asked again, and after how long. Only failures that may pass are
 * retried at all.
 *
 * @param retries how many times beyond the first, of one target within one call; 0 for never
 * @param backoff the most that is waited before the first retry, doubled for each further one; what
 *     is waited is random between nothing and that ("full jitter")
 * @param retryAfterLimit the longest hint of a service that is waited for while other targets are
 *     left
 */
public record RetryPolicy(int retries, Duration backoff, Duration retryAfterLimit) {
  public static final RetryPolicy DEFAULTS =
      new RetryPolicy(1, Duration.ofMillis(200), Duration.ofSeconds(3));

  public RetryPolicy {
    if (retries < 0) {
      throw new IllegalArgumentException("retries: " + retries);
    }
  }
}
