package dev.trefoil.usage;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What an account may use of a day and of a month.
 *
 * @param usdPerDay US dollars
 * @param usdPerMonth US dollars
 * @param tokensPerDay of prompts and answers together
 * @param tokensPerMonth of prompts and answers together
 * @param warnAt the share of a budget from which on callers are warned, 0 to 1
 * @param instead the route that calls take when it is spent; empty where they are refused
 */
public record BudgetTerms(
    OptionalDouble usdPerDay,
    OptionalDouble usdPerMonth,
    OptionalLong tokensPerDay,
    OptionalLong tokensPerMonth,
    double warnAt,
    Optional<String> instead) {
  /** Whether it bounds dollars. */
  boolean boundsDollars() {
    return usdPerDay.isPresent() || usdPerMonth.isPresent();
  }
}
