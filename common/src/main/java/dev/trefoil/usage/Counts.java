package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.chat.Usage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What was used. Tokens are counted as {@link Usage} has them: cached and written ones are among
 * those of input, reasoning among those of output.
 *
 * @param calls that ended at the target
 * @param failed of these, that had no answer
 * @param attempts at the target
 * @param estimated of these, whose tokens were not counted by the service
 * @param unpriced of these, and of checks, that used something whose price is not known
 * @param nanoUsd cost in billionths of a dollar
 * @param checks how often a guardrail was asked that asks others
 * @param units what a cloud's guardrail service has counted, of 1,000 characters each
 * @param details how attempts and calls ended, and how long calls took, as far as it was counted
 */
public record Counts(
    long calls,
    long failed,
    long attempts,
    long estimated,
    long unpriced,
    long input,
    long cached,
    long written,
    long output,
    long reasoning,
    long nanoUsd,
    long checks,
    long units,
    Details details) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of calls and attempts. */
  public Counts(
      long calls,
      long failed,
      long attempts,
      long estimated,
      long unpriced,
      long input,
      long cached,
      long written,
      long output,
      long reasoning,
      long nanoUsd) {
    this(
        calls,
        failed,
        attempts,
        estimated,
        unpriced,
        input,
        cached,
        written,
        output,
        reasoning,
        nanoUsd,
        0,
        0,
        Details.NONE);
  }

  /** The same with other details. */
  public Counts with(Details other) {
    return new Counts(
        calls, failed, attempts, estimated, unpriced, input, cached, written, output, reasoning,
        nanoUsd, checks, units, other);
  }

  /** Of what checked a call; the attempts of its route are counted by their targets. */
  static Counts of(CheckRun run) {
    boolean unpriced = run.units() > 0 && run.unitsUsd().isEmpty();
    return new Counts(
        0,
        0,
        0,
        0,
        unpriced ? run.questions() : 0,
        0,
        0,
        0,
        0,
        0,
        Math.round(run.unitsUsd().orElse(0) * 1e9),
        run.questions(),
        run.units(),
        Details.NONE);
  }

  /** Of one attempt. */
  static Counts of(Attempt attempt) {
    Usage usage = attempt.usage();
    boolean unpriced = !usage.equals(Usage.NONE) && attempt.costUsd().isEmpty();
    return new Counts(
        0,
        0,
        1,
        attempt.estimated() ? 1 : 0,
        unpriced ? 1 : 0,
        usage.promptTokens(),
        usage.cachedTokens(),
        usage.cacheWriteTokens(),
        usage.completionTokens(),
        usage.reasoningTokens(),
        Math.round(attempt.costUsd().orElse(0) * 1e9));
  }

  /** Of a call that ended. */
  static Counts ofCall(boolean answered, Duration took) {
    return new Counts(1, answered ? 0 : 1, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        .with(Details.ofCall(answered, took));
  }

  /** Both together. */
  public Counts plus(Counts other) {
    return new Counts(
        calls + other.calls,
        failed + other.failed,
        attempts + other.attempts,
        estimated + other.estimated,
        unpriced + other.unpriced,
        input + other.input,
        cached + other.cached,
        written + other.written,
        output + other.output,
        reasoning + other.reasoning,
        nanoUsd + other.nanoUsd,
        checks + other.checks,
        units + other.units,
        details.plus(other.details));
  }

  /** As counters of the store; those that are 0 are left out. */
  Map<String, Long> counters() {
    Map<String, Long> counters = new HashMap<>();
    put(counters, "calls", calls);
    put(counters, "failed", failed);
    put(counters, "attempts", attempts);
    put(counters, "estimated", estimated);
    put(counters, "unpriced", unpriced);
    put(counters, "input", input);
    put(counters, "cached", cached);
    put(counters, "written", written);
    put(counters, "output", output);
    put(counters, "reasoning", reasoning);
    put(counters, "nanoUsd", nanoUsd);
    put(counters, "checks", checks);
    put(counters, "units", units);
    details.addTo(counters);
    return counters;
  }

  static void put(Map<String, Long> counters, String name, long count) {
    if (count != 0) {
      counters.put(name, count);
    }
  }

  /** Reads what {@link #counters} gave. */
  static Counts read(Map<String, Long> counters) {
    return new Counts(
        counters.getOrDefault("calls", 0L),
        counters.getOrDefault("failed", 0L),
        counters.getOrDefault("attempts", 0L),
        counters.getOrDefault("estimated", 0L),
        counters.getOrDefault("unpriced", 0L),
        counters.getOrDefault("input", 0L),
        counters.getOrDefault("cached", 0L),
        counters.getOrDefault("written", 0L),
        counters.getOrDefault("output", 0L),
        counters.getOrDefault("reasoning", 0L),
        counters.getOrDefault("nanoUsd", 0L),
        counters.getOrDefault("checks", 0L),
        counters.getOrDefault("units", 0L),
        Details.read(counters));
  }
}
