package dev.trefoil.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What this process has used of a target's provisioned capacity within the last minute, a call in
 * the second in which it began, and until when its service has said that it is full. Its time is
 * wall-clock, as a breaker's. Used by many threads at once.
 */
public final class UsedCapacity {
  private static final int SECONDS = 60;

  /** How long a service that throttles without a hint is left alone, doubled each time. */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final InstantSource clock;
  private final long[] seconds = new long[SECONDS];
  private final long[] tokens = new long[SECONDS];
  private Instant fullUntil = Instant.EPOCH;
  private Duration pause = FIRST_PAUSE;

  UsedCapacity(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Whether a call fits. One that is larger than the limit itself does while nothing else is used.
   *
   * @param more tokens that it is likely to take
   * @param limit how many a minute may take
   */
  public synchronized boolean hasRoom(long more, long limit) {
    if (clock.instant().isBefore(fullUntil)) {
      return false;
    }
    long used = used();
    return used == 0 || used + more <= limit;
  }

  /** The tokens of the last minute. */
  public synchronized long used() {
    long now = clock.instant().getEpochSecond();
    long sum = 0;
    for (int i = 0; i < SECONDS; i++) {
      if (seconds[i] > now - SECONDS && seconds[i] <= now) {
        sum += tokens[i];
      }
    }
    return sum;
  }

  /**
   * A call begins.
   *
   * @param expected tokens that it is likely to take
   * @return the second that it counts in
   */
  public synchronized long begin(long expected) {
    long now = clock.instant().getEpochSecond();
    int at = Math.floorMod(now, SECONDS);
    if (seconds[at] != now) {
      seconds[at] = now;
      tokens[at] = 0;
    }
    tokens[at] += expected;
    return now;
  }

  /** It is known what a call has taken; without effect once its minute has passed. */
  public synchronized void settle(long second, long expected, long taken) {
    int at = Math.floorMod(second, SECONDS);
    if (seconds[at] == second) {
      tokens[at] += taken - expected;
    }
  }

  /** The service says that it is full. Of several at once the first decides. */
  public synchronized void throttled(Optional<Duration> hint) {
    Instant now = clock.instant();
    if (!now.isBefore(fullUntil)) {
      Duration wait = hint.orElse(pause);
      fullUntil = now.plus(wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE);
      pause = pause.multipliedBy(2);
      if (pause.compareTo(LONGEST_PAUSE) > 0) {
        pause = LONGEST_PAUSE;
      }
    }
  }

  /** The service has answered. */
  public synchronized void answered() {
    pause = FIRST_PAUSE;
  }
}
