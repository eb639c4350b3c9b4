package dev.trefoil.usage;

import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import dev.trefoil.usage.Account.Balance;
import dev.trefoil.usage.CombinedAdds.Added;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Reserves of accounts and settles, one write of the store each. A reservation is never accepted
 * that would bring what is used, with all other reservations, beyond a bound. Used by many threads
 * at once.
 */
final class Ledger {
  private static final System.Logger LOG = System.getLogger(Ledger.class.getName());

  /** How long one write may take, before a call or at its end. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Of a write that others were quicker than, and so surely did not happen. */
  private static final int MOST_TRIES = 5;

  private static final int MOST_REMEMBERED = 10_000;

  private final CombinedAdds adds;
  private final BudgetSettings settings;
  private final InstantSource clock;

  /** What is spent for good until a bound begins anew: nobody has to be asked again. */
  private final Map<RecordKey, List<Bound>> spent = new ConcurrentHashMap<>();

  Ledger(RecordStore records, BudgetSettings settings, InstantSource clock) {
    this.adds = new CombinedAdds(records, PATIENCE);
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * What an attempt to reserve gave.
   *
   * @param entry what is reserved; empty where a bound is in the way
   * @param bounds what is used of each with it
   */
  record Reserved(Optional<Entry> entry, List<Bound> bounds) {}

  /**
   * A reservation.
   *
   * @param most what is reserved
   */
  record Entry(Account account, int shard, Period period, Estimate most) {}

  /**
   * Reserves.
   *
   * @param bounded false where it is only counted, whatever is used already
   * @throws StoreException when nobody knows whether it may be
   */
  Reserved reserve(Account account, Estimate most, boolean bounded) throws StoreException {
    Period period = Period.at(clock.instant(), settings.zone());
    int shards = settings.shards();
    int first = shards == 1 ? 0 : ThreadLocalRandom.current().nextInt(shards);
    Reserved reserved = new Reserved(Optional.empty(), List.of());
    for (int i = 0; i < shards && reserved.entry().isEmpty(); i++) {
      reserved = reserve(account, (first + i) % shards, period, most, bounded);
    }
    return reserved;
  }

  private Reserved reserve(
      Account account, int shard, Period period, Estimate most, boolean bounded)
      throws StoreException {
    RecordKey key = account.key(period, shard);
    if (bounded && isSpent(key)) {
      return new Reserved(Optional.empty(), spent.getOrDefault(key, List.of()));
    }
    Added added =
        add(
            key,
            Account.reservation(most, period),
            period,
            counters ->
                !bounded || bounds(account, counters, period).stream().noneMatch(Bound::isPassed));
    List<Bound> bounds = bounds(account, added.counters(), period);
    if (!added.accepted()) {
      remember(key, bounds);
      return new Reserved(Optional.empty(), bounds);
    }
    return new Reserved(Optional.of(new Entry(account, shard, period, most)), bounds);
  }

  private List<Bound> bounds(Account account, Map<String, Long> counters, Period period) {
    Balance balance = Account.balance(counters, period);
    return Bound.of(account.terms(), balance, period, settings.shards());
  }

  private boolean isSpent(RecordKey key) {
    List<Bound> bounds = spent.get(key);
    Instant now = clock.instant();
    return bounds != null
        && bounds.stream().anyMatch(bound -> bound.isSpent() && now.isBefore(bound.ends()));
  }

  /** The balance has what was just refused among what is held. */
  private void remember(RecordKey key, List<Bound> bounds) {
    if (bounds.stream().anyMatch(Bound::isSpent)) {
      if (spent.size() >= MOST_REMEMBERED) {
        spent.keySet().removeIf(known -> !isSpent(known));
      }
      if (spent.size() < MOST_REMEMBERED) {
        spent.put(key, bounds);
      }
    }
  }

  /** When a bound of the account that is passed begins anew; a minute from now where none is. */
  Duration untilRoom(List<Bound> bounds) {
    Instant now = clock.instant();
    Period period = Period.at(now, settings.zone());
    return bounds.stream()
        .filter(Bound::isPassed)
        .map(bound -> Period.until(bound.ends(), now))
        .max(Duration::compareTo)
        .orElseGet(() -> Period.until(period.dayEnds(), now));
  }

  /**
   * Charges what was used in the place of what was reserved. A write that may have happened is not
   * repeated, since it could count twice: the reservation stays charged then, as it does when the
   * process dies.
   */
  void settle(Entry entry, Estimate used) {
    try {
      var unused =
          add(
              entry.account().key(entry.period(), entry.shard()),
              Account.settlement(entry.most(), used, entry.period()),
              entry.period(),
              counters -> true);
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "a reservation of "
              + entry.account().scope()
              + " stays charged in full: it is not known to be settled: "
              + e.getMessage());
    }
  }

  private Added add(
      RecordKey key, Map<String, Long> deltas, Period period, Predicate<Map<String, Long>> fits)
      throws StoreException {
    for (int tries = 1; ; tries++) {
      try {
        return adds.add(key, deltas, period.expires(), fits);
      } catch (Contended e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }
}
