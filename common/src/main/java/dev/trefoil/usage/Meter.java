package dev.trefoil.usage;

import dev.trefoil.attempt.Allowance.Window;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one account has done in this process lately. Requests and tokens are taken from buckets that
 * fill again by their limit in a minute. For one thread at a time.
 */
final class Meter {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Optional<Bucket> requests;
  private final Optional<Bucket> tokens;
  private final OptionalLong most;
  private long underWay;

  Meter(LimitTerms terms, long now) {
    this.requests = bucket(terms.requestsPerMinute(), now);
    this.tokens = bucket(terms.tokensPerMinute(), now);
    this.most = terms.callsAtOnce();
  }

  private static Optional<Bucket> bucket(OptionalLong limit, long now) {
    return limit.isPresent() ? Optional.of(new Bucket(limit.getAsLong(), now)) : Optional.empty();
  }

  /** Why a call of so many tokens may not be made now, and how long it has to wait. */
  Optional<Refusal> refusal(long estimated, long now) {
    if (most.isPresent() && underWay >= most.getAsLong()) {
      return Optional.of(new Refusal(most.getAsLong() + " calls at once", SOON));
    }
    if (requests.isPresent() && !requests.get().has(1, now)) {
      return Optional.of(requests.get().refusal("requests", 1, now));
    }
    if (tokens.isPresent() && !tokens.get().has(estimated, now)) {
      return Optional.of(tokens.get().refusal("tokens", estimated, now));
    }
    return Optional.empty();
  }

  /** A call of so many tokens is made. */
  void begin(long estimated, long now) {
    underWay++;
    requests.ifPresent(bucket -> bucket.take(1, now));
    tokens.ifPresent(bucket -> bucket.take(estimated, now));
  }

  /** A call that was made has used so many tokens more, or less, than was expected. */
  void end(long more, long now) {
    underWay--;
    tokens.ifPresent(bucket -> bucket.take(more, now));
  }

  /** A call of so many tokens is not made after all. */
  void cancel(long estimated, long now) {
    end(-estimated, now);
    requests.ifPresent(bucket -> bucket.take(-1, now));
  }

  /** A call that was not expected here was made, and has ended. */
  void beside(long used, long now) {
    requests.ifPresent(bucket -> bucket.take(1, now));
    tokens.ifPresent(bucket -> bucket.take(used, now));
  }

  Optional<Window> requests(long now) {
    return requests.map(bucket -> bucket.window(now));
  }

  Optional<Window> tokens(long now) {
    return tokens.map(bucket -> bucket.window(now));
  }

  /** Whether nothing would be forgotten with it. */
  boolean isIdle(long now) {
    return underWay == 0
        && requests.filter(bucket -> !bucket.isFull(now)).isEmpty()
        && tokens.filter(bucket -> !bucket.isFull(now)).isEmpty();
  }

  /**
   * A limit that is reached.
   *
   * @param limit in words
   * @param retryAfter until it may have room
   */
  record Refusal(String limit, Duration retryAfter) {}

  /** So much a minute: full at first, and filled again as time passes. */
  private static final class Bucket {
    private static final double MINUTE = 60e9;

    private final long limit;
    private double level;
    private long at;

    Bucket(long limit, long now) {
      this.limit = limit;
      this.level = limit;
      this.at = now;
    }

    private void fill(long now) {
      if (now - at > 0) {
        level = Math.min(limit, level + (double) (now - at) * limit / MINUTE);
        at = now;
      }
    }

    /** What is larger than the bucket needs it full, and empties it for longer. */
    boolean has(long wanted, long now) {
      fill(now);
      return level >= Math.min(wanted, limit);
    }

    void take(long amount, long now) {
      fill(now);
      level = Math.min(limit, level - amount);
    }

    boolean isFull(long now) {
      fill(now);
      return level >= limit;
    }

    Refusal refusal(String what, long wanted, long now) {
      fill(now);
      return new Refusal(limit + " " + what + " a minute", until(Math.min(wanted, limit)));
    }

    Window window(long now) {
      fill(now);
      return new Window(limit, (long) Math.max(0, Math.floor(level)), until(limit));
    }

    private Duration until(double wanted) {
      return Duration.ofNanos((long) Math.ceil(Math.max(0, wanted - level) * MINUTE / limit));
    }
  }
}
