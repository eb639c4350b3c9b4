package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How attempts and calls ended, and how long calls took. Processes of older versions do not count
 * it: what they have counted is in {@link Counts} alone, so that {@code calls} and {@code attempts}
 * here say of how many it is known.
 *
 * @param calls of which it is known
 * @param attempts of which it is known
 * @param retries of these, that asked a target again in the same call
 * @param used of these, of which tokens are known
 * @param judged of these, that were an answer or could have been one: those that the request itself
 *     was refused in, that another was faster than, and that a caller has left are none
 * @param passed of the judged, whose answer was whole and passed what checks it
 * @param failed attempts without an answer that was accepted, by why
 * @param left of these, after which the call went to another target, by why
 * @param took answered calls, by how long they took: one count for each of {@link #BUCKETS_MS}, and
 *     the last for what took longer
 */
public record Details(
    long calls,
    long attempts,
    long retries,
    long used,
    long judged,
    long passed,
    Map<Cause, Long> failed,
    Map<Cause, Long> left,
    List<Long> took) {
  /** Milliseconds; a call is counted in the first that it did not take longer than. */
  public static final List<Integer> BUCKETS_MS =
      List.of(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 40_000, 80_000, 160_000);

  private static final List<Long> NO_TIMES = Collections.nCopies(BUCKETS_MS.size() + 1, 0L);

  /** Nothing is known. */
  public static final Details NONE = new Details(0, 0, 0, 0, 0, 0, Map.of(), Map.of(), NO_TIMES);

  /** Why an attempt had no answer that was accepted. */
  public enum Cause {
    THROTTLED,
    QUOTA,
    OVERLOADED,
    TIMEOUT,
    UNREACHABLE,
    TRUNCATED,
    RESPONSE_TOO_LARGE,
    AUTH,
    MODEL_UNAVAILABLE,
    CONTEXT_TOO_LONG,
    CONTENT_FILTERED,
    UNSUPPORTED,
    INVALID,
    /** The answer was whole, and not good enough. */
    REJECTED,
    /** All else: the caller left, or another target was faster. */
    OTHER;

    /** As it is counted and told: {@code model_unavailable}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Why it was; empty for an answer that was accepted. */
    static Optional<Cause> of(Attempt attempt) {
      if (attempt.isOk()) {
        return Optional.empty();
      }
      return Optional.of(
          attempt.failure().isPresent()
              ? of(attempt.failure().get().kind())
              : attempt.outcome().equals(Attempt.REJECTED) ? REJECTED : OTHER);
    }

    private static Cause of(Kind kind) {
      return switch (kind) {
        case THROTTLED -> THROTTLED;
        case QUOTA -> QUOTA;
        case OVERLOADED -> OVERLOADED;
        case TIMEOUT -> TIMEOUT;
        case UNREACHABLE -> UNREACHABLE;
        case TRUNCATED -> TRUNCATED;
        case RESPONSE_TOO_LARGE -> RESPONSE_TOO_LARGE;
        case AUTH -> AUTH;
        case MODEL_UNAVAILABLE -> MODEL_UNAVAILABLE;
        case CONTEXT_TOO_LONG -> CONTEXT_TOO_LONG;
        case CONTENT_FILTERED -> CONTENT_FILTERED;
        case UNSUPPORTED -> UNSUPPORTED;
        case INVALID -> INVALID;
      };
    }
  }

  public Details {
    failed = Collections.unmodifiableMap(new TreeMap<>(failed));
    left = Collections.unmodifiableMap(new TreeMap<>(left));
    took = List.copyOf(took);
  }

  /**
   * Of an attempt that was made.
   *
   * @param retry whether the call had asked its target before
   * @param passed whether its answer was whole and was told
   * @param judged whether it shows how well the target passes
   * @param left whether the call went to another target after it
   */
  static Details of(Attempt attempt, boolean retry, boolean judged, boolean passed, boolean left) {
    Optional<Cause> cause = Cause.of(attempt);
    Map<Cause, Long> failed = cause.isPresent() ? Map.of(cause.get(), 1L) : Map.of();
    boolean used = attempt.usage().totalTokens() > 0;
    return new Details(
        0,
        1,
        retry ? 1 : 0,
        used ? 1 : 0,
        judged ? 1 : 0,
        passed ? 1 : 0,
        failed,
        left ? failed : Map.of(),
        NO_TIMES);
  }

  /** Of a call that ended. */
  static Details ofCall(boolean answered, Duration took) {
    Long[] times = NO_TIMES.toArray(Long[]::new);
    if (answered) {
      long millis = took.toMillis();
      int bucket = 0;
      while (bucket < BUCKETS_MS.size() && millis > BUCKETS_MS.get(bucket)) {
        bucket++;
      }
      times[bucket] = 1L;
    }
    return new Details(1, 0, 0, 0, 0, 0, Map.of(), Map.of(), Arrays.asList(times));
  }

  /** Both together. */
  Details plus(Details other) {
    Long[] times = new Long[took.size()];
    Arrays.setAll(times, i -> took.get(i) + other.took.get(i));
    return new Details(
        calls + other.calls,
        attempts + other.attempts,
        retries + other.retries,
        used + other.used,
        judged + other.judged,
        passed + other.passed,
        sum(failed, other.failed),
        sum(left, other.left),
        Arrays.asList(times));
  }

  private static Map<Cause, Long> sum(Map<Cause, Long> one, Map<Cause, Long> other) {
    Map<Cause, Long> sum = new EnumMap<>(Cause.class);
    sum.putAll(one);
    other.forEach((cause, count) -> sum.merge(cause, count, Long::sum));
    return sum;
  }

  /** Of how many answered calls it is known how long they took. */
  public long timed() {
    return took.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * How long a share of the answered calls took at most, taken to be spread evenly between the
   * bounds of a bucket.
   *
   * @param share above 0, at most 1
   * @return milliseconds; empty where no call is known, or it is above the last bound
   */
  public Optional<Long> quantileMs(double share) {
    double rank = share * timed();
    long before = 0;
    for (int i = 0; i < BUCKETS_MS.size(); i++) {
      long count = took.get(i);
      if (count > 0 && before + count >= rank) {
        double from = i == 0 ? 0 : BUCKETS_MS.get(i - 1);
        return Optional.of(Math.round(from + (BUCKETS_MS.get(i) - from) * (rank - before) / count));
      }
      before += count;
    }
    return Optional.empty();
  }

  /** As counters of the store; those that are 0 are left out. */
  void addTo(Map<String, Long> counters) {
    Counts.put(counters, "knownCalls", calls);
    Counts.put(counters, "knownAttempts", attempts);
    Counts.put(counters, "retries", retries);
    Counts.put(counters, "used", used);
    Counts.put(counters, "judged", judged);
    Counts.put(counters, "passed", passed);
    failed.forEach((cause, count) -> Counts.put(counters, "failed_" + cause, count));
    left.forEach((cause, count) -> Counts.put(counters, "left_" + cause, count));
    for (int i = 0; i < took.size(); i++) {
      Counts.put(counters, "took" + i, took.get(i));
    }
  }

  /** Reads what {@link #addTo} gave. */
  static Details read(Map<String, Long> counters) {
    Map<Cause, Long> failed = new EnumMap<>(Cause.class);
    Map<Cause, Long> left = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      put(failed, cause, counters.get("failed_" + cause));
      put(left, cause, counters.get("left_" + cause));
    }
    Long[] times = new Long[NO_TIMES.size()];
    Arrays.setAll(times, i -> counters.getOrDefault("took" + i, 0L));
    return new Details(
        counters.getOrDefault("knownCalls", 0L),
        counters.getOrDefault("knownAttempts", 0L),
        counters.getOrDefault("retries", 0L),
        counters.getOrDefault("used", 0L),
        counters.getOrDefault("judged", 0L),
        counters.getOrDefault("passed", 0L),
        failed,
        left,
        Arrays.asList(times));
  }

  private static void put(Map<Cause, Long> counts, Cause cause, Long count) {
    if (count != null) {
      counts.put(cause, count);
    }
  }
}
