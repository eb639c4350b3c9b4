package dev.trefoil.identity;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What an exchange gave.
 *
 * @param value a secret
 * @param refreshAt from when on a fresh one is fetched, while this one still serves
 * @param expiresAt until when it works, by the wall clock
 */
record IssuedToken<T>(T value, Instant refreshAt, Instant expiresAt) {
  /** Metadata servers give the same token again until about this long before its end. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** A token with a known end, refreshed in the last fifth of its life, at most five minutes. */
  static <T> IssuedToken<T> until(Instant expiresAt, T value, Clock clock) {
    Duration fifth = Duration.between(clock.instant(), expiresAt).dividedBy(5);
    Duration ahead = fifth.compareTo(AHEAD) < 0 ? fifth : AHEAD;
    return new IssuedToken<>(value, expiresAt.minus(ahead), expiresAt);
  }

  /** Something without an end of its own, looked up again after {@code fresh}. */
  static <T> IssuedToken<T> lasting(Duration fresh, Duration most, T value, Clock clock) {
    Instant now = clock.instant();
    return new IssuedToken<>(value, now.plus(fresh), now.plus(most));
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "Issued[until " + expiresAt + "]";
  }
}
