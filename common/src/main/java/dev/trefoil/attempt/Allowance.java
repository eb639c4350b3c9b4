package dev.trefoil.attempt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What is left to a caller of its limits and budgets when its call is admitted, or refused.
 *
 * @param requests of the limit to requests a minute that is nearest to its end
 * @param tokens of the limit to tokens a minute that is nearest to its end
 * @param warnings budgets that are nearly spent, one line each, in visible ASCII
 */
public record Allowance(Optional<Window> requests, Optional<Window> tokens, List<String> warnings) {
  /**
   * One limit.
   *
   * @param limit a minute
   * @param remaining after this call, never negative
   * @param reset until all of it is there again
   */
  public record Window(long limit, long remaining, Duration reset) {}

  public Allowance {
    warnings = List.copyOf(warnings);
  }

  /** This and what another admission says. */
  public Allowance plus(Allowance other) {
    return new Allowance(
        requests.or(other::requests),
        tokens.or(other::tokens),
        warnings.isEmpty() ? other.warnings : warnings);
  }
}
