package dev.trefoil.attempt;

import dev.trefoil.attempt.GuardrailFinding.Side;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What it took that a guardrail which asks others has looked at one side of a call. It says nothing
 * of what was said, and nothing of what was found.
 *
 * @param check the guardrail, as the configuration names it
 * @param questions how often it was asked to look
 * @param unchecked of these, how often it could not
 * @param began when it was first asked, since the call began
 * @param ended when it has last answered, since the call began
 * @param took all the times that it looked together
 * @param units what a cloud's service has counted, in text units or records of 1,000 characters; 0
 *     of a route
 * @param unitsUsd what these cost; empty where that is not known
 * @param attempts at the targets of a route that was asked, each with its usage and cost
 */
public record CheckRun(
    String check,
    Side side,
    int questions,
    int unchecked,
    Duration began,
    Duration ended,
    Duration took,
    long units,
    OptionalDouble unitsUsd,
    List<Attempt> attempts) {
  public CheckRun {
    attempts = List.copyOf(attempts);
  }

  /** Both together, of the same check and side. */
  public CheckRun plus(CheckRun later) {
    return new CheckRun(
        check,
        side,
        questions + later.questions,
        unchecked + later.unchecked,
        began.compareTo(later.began) < 0 ? began : later.began,
        ended.compareTo(later.ended) > 0 ? ended : later.ended,
        took.plus(later.took),
        units + later.units,
        bothUsd(later),
        Stream.concat(attempts.stream(), later.attempts.stream()).toList());
  }

  private OptionalDouble bothUsd(CheckRun later) {
    if (units == 0 || later.units == 0) {
      return units == 0 ? later.unitsUsd : unitsUsd;
    }
    return unitsUsd.isPresent() && later.unitsUsd.isPresent()
        ? OptionalDouble.of(unitsUsd.getAsDouble() + later.unitsUsd.getAsDouble())
        : OptionalDouble.empty();
  }

  /** What is known of its cost; empty where nothing is. */
  public OptionalDouble costUsd() {
    boolean priced = attempts.stream().anyMatch(attempt -> attempt.costUsd().isPresent());
    double asked = attempts.stream().mapToDouble(attempt -> attempt.costUsd().orElse(0)).sum();
    return priced ? OptionalDouble.of(asked + unitsUsd.orElse(0)) : unitsUsd;
  }

  /** Whether it could look each time. */
  public boolean isOk() {
    return unchecked == 0;
  }

  /** {@value Attempt#OK} or {@code unchecked}. */
  public String outcome() {
    return isOk() ? Attempt.OK : GuardrailFinding.Outcome.UNCHECKED.toString();
  }

  /** An item of a list of RFC 9651: {@code aws;check=input;outcome=ok;ms=35}. */
  @Override
  public String toString() {
    return check
        + ";check="
        + side
        + ";outcome="
        + outcome()
        + (questions == 1 ? "" : ";questions=" + questions)
        + ";ms="
        + took.toMillis();
  }
}
