package dev.trefoil.agent;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far one run may go.
 *
 * @param steps how often the model is asked; the last time it has to answer without a call
 * @param calls of tools in all; what the model wants beyond them is not called
 * @param corrections how many answers may want calls whose arguments do not hold to their tools'
 *     schemas; after them the model has to answer without a call
 * @param parallel how many tools are called at once
 * @param time from the first question to the last answer; the call's own deadline holds too
 * @param tokens of all answers and their prompts together
 * @param usd what all of them cost, where the prices are known
 */
public record RunLimits(
    int steps,
    int calls,
    int corrections,
    int parallel,
    Duration time,
    OptionalLong tokens,
    OptionalDouble usd) {
  /** What holds where nothing is said. */
  public static final RunLimits DEFAULTS =
      new RunLimits(
          10, 32, 3, 8, Duration.ofMinutes(5), OptionalLong.of(1_000_000), OptionalDouble.empty());

  /** The same with no more calls than a request wants. */
  public RunLimits withCalls(OptionalInt most) {
    return most.isEmpty() || most.getAsInt() >= calls
        ? this
        : new RunLimits(steps, most.getAsInt(), corrections, parallel, time, tokens, usd);
  }
}
