package dev.trefoil.health;

import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalDouble;

/** What this process knows of one target. Used by many threads at once. */
public final class TargetHealth {
  /** How many times have to be known before they say something; fewer have no slowest twentieth. */
  public static final int ENOUGH = 20;

  /** The weight of the newest in a moving average. */
  private static final double NEWEST = 0.2;

  private final Breaker breaker;
  private final InstantSource clock;
  private final RecentTimes firstTokens = new RecentTimes();
  private final RecentTimes wholeAnswers = new RecentTimes();
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
    average = firstTokens.isEmpty() ? millis : average + NEWEST * (millis - average);
    firstTokens.add(after);
  }

  /** A whole answer came, to a request that is not to be streamed. */
  public synchronized void gaveWhole(Duration after) {
    wholeAnswers.add(after);
  }

  /** One was not there when it was sure to be: what was known of these times holds no more. */
  public synchronized void tookTooLong() {
    wholeAnswers.clear();
  }

  /** A moving average of the milliseconds to the first content. */
  public synchronized OptionalDouble firstTokenMillis() {
    return firstTokens.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(average);
  }

  /** Within which time 95 of 100 answers have begun; empty while too few are known. */
  public synchronized Optional<Duration> usualFirstToken() {
    return firstTokens.within(0.95);
  }

  /**
   * The longest that a whole answer has lately taken to a request that is not to be streamed; empty
   * while too few are known.
   */
  public synchronized Optional<Duration> slowestWhole() {
    return wholeAnswers.longest();
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
