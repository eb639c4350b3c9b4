package dev.trefoil.health;

import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/** What this process knows of one target. Used by many threads at once. */
public final class TargetHealth {
  /** How many of the last times to first content the usual time is taken of. */
  private static final int REMEMBERED = 100;

  /** Fewer say nothing of the slowest twentieth. */
  private static final int ENOUGH = 20;

  /** The weight of the newest in a moving average. */
  private static final double NEWEST = 0.2;

  private final Breaker breaker;
  private final InstantSource clock;
  private final double[] firstTokens = new double[REMEMBERED];
  private int answers;
  private double average;
  private long requests;
  private long errors;
  private Optional<LastError> lastError = Optional.empty();
  private Optional<Instant> lastUsed = Optional.empty();

  /** The last failure of the target's own. */
  public record LastError(ProviderException.Kind kind, String message, Instant at) {}

  TargetHealth(Breaker breaker, InstantSource clock) {
    this.breaker = breaker;
    this.clock = clock;
  }

  public Breaker breaker() {
    return breaker;
  }

  /** The target gave its whole answer. */
  public void succeeded() {
    used();
    breaker.succeeded();
  }

  /** The target failed, and the caller was not to blame. */
  public synchronized void failed(ProviderException failure) {
    used();
    errors++;
    lastError = Optional.of(new LastError(failure.kind(), failure.getMessage(), clock.instant()));
    breaker.failed();
  }

  /** The attempt has shown nothing of the target. */
  public void undecided() {
    used();
    breaker.undecided();
  }

  /** The first content of an answer came. */
  public synchronized void began(Duration after) {
    double millis = after.toNanos() / 1e6;
    average = answers == 0 ? millis : average + NEWEST * (millis - average);
    firstTokens[answers % REMEMBERED] = millis;
    answers++;
  }

  /** A moving average of the milliseconds to the first content. */
  public synchronized OptionalDouble firstTokenMillis() {
    return answers == 0 ? OptionalDouble.empty() : OptionalDouble.of(average);
  }

  /** Within which time 95 of 100 answers have begun; empty while too few are known. */
  public synchronized Optional<Duration> usualFirstToken() {
    if (answers < ENOUGH) {
      return Optional.empty();
    }
    double[] known = Arrays.copyOf(firstTokens, Math.min(answers, REMEMBERED));
    Arrays.sort(known);
    double millis = known[(int) Math.ceil(known.length * 0.95) - 1];
    return Optional.of(Duration.ofNanos((long) (millis * 1e6)));
  }

  /** Attempts, failed ones included. */
  public synchronized long requests() {
    return requests;
  }

  /** Attempts that failed by the target's own fault. */
  public synchronized long errors() {
    return errors;
  }

  public synchronized Optional<LastError> lastError() {
    return lastError;
  }

  /** When the last attempt ended. */
  public synchronized Optional<Instant> lastUsed() {
    return lastUsed;
  }

  private synchronized void used() {
    requests++;
    lastUsed = Optional.of(clock.instant());
  }
}
