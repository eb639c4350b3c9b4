package dev.trefoil.usage;

import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import java.util.Map;

/**
 * One account's counters in the store: a record a month and shard. What is reserved is counted as
 * used from the moment that it is, and what is settled later is a correction; so that a process
 * that dies leaves its reservations charged in full.
 *
 * @param scope whose it is
 * @param terms what it may use
 */
record Account(Scope scope, BudgetTerms terms) {
  private static final String USD = "nanoUsd";
  private static final String TOKENS = "tokens";
  private static final String HELD_USD = "heldNanoUsd";
  private static final String HELD_TOKENS = "heldTokens";

  /** No job has an id with a dot in it. */
  private static final String PREFIX = "trefoil.budget.";

  RecordKey key(Period period, int shard) {
    return key(scope, period, shard);
  }

  /** Where a scope's counters of a month are. */
  static RecordKey key(Scope scope, Period period, int shard) {
    String whose = Digest.of(scope.kind() + "\n" + scope.tenant() + "\n" + scope.name());
    return RecordKey.of(PREFIX + whose + "." + period.month() + (shard == 0 ? "" : ".s" + shard));
  }

  /** What a reservation adds. */
  static Map<String, Long> reservation(Estimate most, Period period) {
    return Map.of(
        USD,
        most.nanoUsd(),
        TOKENS,
        most.tokens(),
        period.ofDay(USD),
        most.nanoUsd(),
        period.ofDay(TOKENS),
        most.tokens(),
        HELD_USD,
        most.nanoUsd(),
        HELD_TOKENS,
        most.tokens());
  }

  /** What its settlement adds. */
  static Map<String, Long> settlement(Estimate most, Estimate used, Period period) {
    long usd = used.nanoUsd() - most.nanoUsd();
    long tokens = used.tokens() - most.tokens();
    return Map.of(
        USD,
        usd,
        TOKENS,
        tokens,
        period.ofDay(USD),
        usd,
        period.ofDay(TOKENS),
        tokens,
        HELD_USD,
        -most.nanoUsd(),
        HELD_TOKENS,
        -most.tokens());
  }

  /** What the counters say. */
  static Balance balance(Map<String, Long> counters, Period period) {
    return new Balance(
        counters.getOrDefault(period.ofDay(USD), 0L),
        counters.getOrDefault(USD, 0L),
        counters.getOrDefault(period.ofDay(TOKENS), 0L),
        counters.getOrDefault(TOKENS, 0L),
        counters.getOrDefault(HELD_USD, 0L),
        counters.getOrDefault(HELD_TOKENS, 0L));
  }

  /**
   * What is used of a period, reservations of calls under way included.
   *
   * @param heldUsd what of it is reserved and not settled
   * @param heldTokens the same
   */
  record Balance(
      long usdDay,
      long usdMonth,
      long tokensDay,
      long tokensMonth,
      long heldUsd,
      long heldTokens) {}
}
