package dev.trefoil.usage;

import dev.trefoil.usage.Account.Balance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One bound of a budget, beside what is used of it.
 *
 * @param name as the configuration calls it
 * @param most in billionths of a dollar, or tokens
 * @param used the same, reservations included
 * @param held what of it is reserved
 * @param ends when it begins anew
 */
record Bound(String name, long most, long used, long held, Instant ends) {
  private static final double NANO = 1e9;
  private static final int PERCENT = 100;
  private static final int CENTS_OF_CENTS = 4;

  /**
   * All bounds of an account.
   *
   * @param shards how many records it is spread over, of which this is one
   */
  static List<Bound> of(BudgetTerms terms, Balance balance, Period period, int shards) {
    List<Bound> bounds = new ArrayList<>();
    terms
        .usdPerMonth()
        .ifPresent(
            usd ->
                bounds.add(
                    new Bound(
                        "usdPerMonth",
                        share(usd * NANO, shards),
                        balance.usdMonth(),
                        balance.heldUsd(),
                        period.monthEnds())));
    terms
        .tokensPerMonth()
        .ifPresent(
            tokens ->
                bounds.add(
                    new Bound(
                        "tokensPerMonth",
                        tokens / shards,
                        balance.tokensMonth(),
                        balance.heldTokens(),
                        period.monthEnds())));
    terms
        .usdPerDay()
        .ifPresent(
            usd ->
                bounds.add(
                    new Bound(
                        "usdPerDay",
                        share(usd * NANO, shards),
                        balance.usdDay(),
                        balance.heldUsd(),
                        period.dayEnds())));
    terms
        .tokensPerDay()
        .ifPresent(
            tokens ->
                bounds.add(
                    new Bound(
                        "tokensPerDay",
                        tokens / shards,
                        balance.tokensDay(),
                        balance.heldTokens(),
                        period.dayEnds())));
    return bounds;
  }

  private static long share(double nano, int shards) {
    return (long) Math.floor(nano / shards);
  }

  /** Whether it is passed. */
  boolean isPassed() {
    return used > most;
  }

  /** Whether it is spent for good: nothing that is settled later brings any of it back. */
  boolean isSpent() {
    return used - held >= most;
  }

  /** Whether so much of it is used that callers are to be warned. */
  boolean isNear(double share) {
    return used >= most * share;
  }

  /** For people: {@code 83% of usdPerDay (5)}. */
  String inWords(int shards) {
    String limit =
        name.startsWith("usd")
            ? BigDecimal.valueOf(most * (double) shards / NANO)
                .setScale(CENTS_OF_CENTS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString()
            : Long.toString(most * shards);
    return (most == 0 ? PERCENT : Math.min(PERCENT, (long) ((double) used / most * PERCENT)))
        + "% of "
        + name
        + " ("
        + limit
        + ")";
  }
}
