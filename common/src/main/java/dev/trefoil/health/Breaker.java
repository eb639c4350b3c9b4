package dev.trefoil.health;

import dev.trefoil.policy.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Leaves a target alone after it has failed too often, and gives it its traffic back once it has
 * answered again. Its times are wall-clock, so that a process that was frozen meanwhile knows that
 * they have passed. Used by many threads at once.
 */
public final class Breaker {
  /** What a breaker lets through. */
  public enum State {
    /** Everything, or during the ramp after a recovery a growing share. */
    CLOSED,
    /** Nothing, while there are other targets. */
    OPEN,
    /** One attempt at a time, which decides. */
    HALF_OPEN
  }

  private final BreakerSettings settings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final boolean[] window;
  private int seen;
  private int consecutive;
  private Optional<Instant> openedAt = Optional.empty();
  private Optional<Instant> probedAt = Optional.empty();
  private Optional<Instant> recoveredAt = Optional.empty();

  /**
   * @param random decides who is let through during the ramp
   */
  public Breaker(BreakerSettings settings, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.window = new boolean[settings.window()];
  }

  /**
   * Whether an attempt may be made in its turn. Where it may, its end is to be told by {@link
   * #succeeded}, {@link #failed} or {@link #undecided}; an attempt may be made all the same where
   * there is no other target.
   */
  public synchronized boolean admits() {
    return switch (state()) {
      case CLOSED -> withinRamp() ? random.nextDouble() < rampedShare() : true;
      case OPEN -> false;
      case HALF_OPEN -> {
        boolean free = probedAt.isEmpty() || hasPassed(settings.openFor(), probedAt.get());
        if (free) {
          probedAt = Optional.of(clock.instant());
        }
        yield free;
      }
    };
  }

  public synchronized State state() {
    if (openedAt.isEmpty()) {
      return State.CLOSED;
    }
    return hasPassed(settings.openFor(), openedAt.get()) ? State.HALF_OPEN : State.OPEN;
  }

  /** The target answered. */
  public synchronized void succeeded() {
    if (openedAt.isPresent()) {
      close();
    }
    consecutive = 0;
    note(false);
  }

  /** The target failed, and the caller was not to blame. */
  public synchronized void failed() {
    consecutive++;
    note(true);
    switch (state()) {
      case CLOSED -> {
        if (consecutive >= settings.consecutiveFailures() || failsTooOften() || withinRamp()) {
          open(clock.instant());
        }
      }
      case HALF_OPEN -> open(clock.instant());
      case OPEN -> {} // Asked for want of another target: nothing new.
    }
  }

  /** The attempt has shown nothing of the target: the caller left, or was to blame. */
  public synchronized void undecided() {
    probedAt = Optional.empty();
  }

  /**
   * Another process has found the target failing.
   *
   * @param at when its breaker opened; without effect if this one's has opened or closed since, or
   *     the time to try again has come
   */
  public synchronized void openedElsewhere(Instant at) {
    boolean news =
        openedAt.filter(known -> !known.isBefore(at)).isEmpty()
            && recoveredAt.filter(known -> !known.isBefore(at)).isEmpty();
    if (news && !hasPassed(settings.openFor(), at)) {
      open(at);
    }
  }

  /**
   * Another process has had an answer from the target.
   *
   * @param openedAt when the breaker opened for which that was news; without effect if this one's
   *     has opened at another time
   */
  public synchronized void closedElsewhere(Instant openedAt) {
    if (this.openedAt.equals(Optional.of(openedAt))) {
      close();
    }
  }

  /** When it opened; empty while it is closed. */
  public synchronized Optional<Instant> openedAt() {
    return openedAt;
  }

  private void open(Instant at) {
    openedAt = Optional.of(at);
    probedAt = Optional.empty();
    recoveredAt = Optional.empty();
  }

  private void close() {
    openedAt = Optional.empty();
    probedAt = Optional.empty();
    recoveredAt = Optional.of(clock.instant());
    seen = 0;
    consecutive = 0;
  }

  private void note(boolean failure) {
    window[seen % window.length] = failure;
    seen++;
  }

  private boolean failsTooOften() {
    int known = Math.min(seen, window.length);
    if (known < settings.minimumCalls()) {
      return false;
    }
    int failures = 0;
    for (int i = 0; i < known; i++) {
      failures += window[i] ? 1 : 0;
    }
    return failures >= settings.failureRate() * known;
  }

  private boolean withinRamp() {
    return recoveredAt.isPresent() && !hasPassed(settings.ramp(), recoveredAt.get());
  }

  private double rampedShare() {
    Duration since = Duration.between(recoveredAt.orElseThrow(), clock.instant());
    return (double) since.toMillis() / settings.ramp().toMillis();
  }

  /** A clock that was set back counts as one that ran on: nothing stays shut for it. */
  private boolean hasPassed(Duration time, Instant since) {
    Duration passed = Duration.between(since, clock.instant());
    return passed.isNegative() || passed.compareTo(time) >= 0;
  }
}
