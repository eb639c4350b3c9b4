package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.Account.Balance;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link Budgets} has counted. Used by many threads at once. */
public final class BudgetRecords {
  private final RecordStore records;
  private final BudgetSettings settings;
  private final InstantSource clock;

  public BudgetRecords(RecordStore records, BudgetSettings settings, InstantSource clock) {
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What an account has used of the day and month that it is, reservations included.
   *
   * @param nanoUsdDay billionths of a dollar
   * @param nanoUsdMonth the same
   * @param heldNanoUsd what of it is reserved and not settled: by calls under way, and by processes
   *     that died
   * @param heldTokens the same in tokens
   */
  public record Used(
      long nanoUsdDay,
      long nanoUsdMonth,
      long tokensDay,
      long tokensMonth,
      long heldNanoUsd,
      long heldTokens) {}

  /** Reads the account's record, or all over which it is spread: nothing where there is none. */
  public Used read(Scope scope, Deadline deadline) throws StoreException {
    Period period = Period.at(clock.instant(), settings.zone());
    Balance balance = Account.balance(counters(records, scope, period, settings, deadline), period);
    return new Used(
        balance.usdDay(),
        balance.usdMonth(),
        balance.tokensDay(),
        balance.tokensMonth(),
        balance.heldUsd(),
        balance.heldTokens());
  }

  /** The counters of an account, added up over the records that it is spread over. */
  static Map<String, Long> counters(
      RecordStore records, Scope scope, Period period, BudgetSettings settings, Deadline deadline)
      throws StoreException {
    Map<String, Long> sum = new HashMap<>();
    for (int shard = 0; shard < settings.shards(); shard++) {
      Optional<Stored> stored = records.get(Account.key(scope, period, shard), deadline);
      if (stored.isPresent()) {
        stored.get().counters().forEach((name, count) -> sum.merge(name, count, Long::sum));
      }
    }
    return sum;
  }
}
