package dev.trefoil.usage;

import java.time.ZoneId;

/**
 * How budgets are kept.
 *
 * @param terms by account
 * @param zone whose midnight ends a day
 * @param assumedOutputTokens how long an answer is taken to be at most whose request does not say
 * @param shards how many records an account's counters are spread over, 1 to 64
 */
public record BudgetSettings(
    Terms<BudgetTerms> terms, ZoneId zone, long assumedOutputTokens, int shards) {
  /** Long for an answer, and what a budget of a few dollars can hold for many calls at once. */
  public static final long ASSUMED_OUTPUT_TOKENS = 4_096;
}
