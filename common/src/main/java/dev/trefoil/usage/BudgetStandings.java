package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is used of the budgets of accounts that the configuration names. Those that {@value
 * Terms#EACH} stands for are not among them: nobody has a list of them.
 */
public final class BudgetStandings {
  private static final double NANO = 1e9;

  private final BudgetSettings settings;
  private final RecordStore records;
  private final InstantSource clock;

  public BudgetStandings(BudgetSettings settings, RecordStore records, InstantSource clock) {
    this.settings = settings;
    this.records = records;
    this.clock = clock;
  }

  /**
   * One bound of an account.
   *
   * @param scope whose it is
   * @param bound as the configuration calls it
   * @param most in dollars or tokens, as its name says
   * @param used the same, what is reserved for calls under way included
   * @param held what of it is reserved
   * @param ends when it begins anew
   */
  public record Standing(
      Scope scope, String bound, double most, double used, double held, Instant ends) {}

  /**
   * Reads them, a question to the store each account and shard.
   *
   * @throws StoreException when one cannot be read
   */
  public List<Standing> read(Deadline deadline) throws StoreException {
    Period period = Period.at(clock.instant(), settings.zone());
    List<Standing> standings = new ArrayList<>();
    for (var kind : settings.terms().byKind().entrySet()) {
      for (var named : new TreeMap<>(kind.getValue()).entrySet()) {
        if (!named.getKey().equals(Terms.EACH)) {
          Scope scope = new Scope(kind.getKey(), "", named.getKey());
          standings.addAll(read(new Account(scope, named.getValue()), period, deadline));
        }
      }
    }
    return standings;
  }

  private List<Standing> read(Account account, Period period, Deadline deadline)
      throws StoreException {
    Map<String, Long> counters =
        BudgetRecords.counters(records, account.scope(), period, settings, deadline);
    List<Standing> standings = new ArrayList<>();
    if (account.scope().kind() == Scope.Kind.CALLER && counters.isEmpty()) {
      return standings; // One of a tenant is counted there: nothing here is not nothing used.
    }
    for (Bound bound : Bound.of(account.terms(), Account.balance(counters, period), period, 1)) {
      double unit = bound.name().startsWith("usd") ? NANO : 1;
      standings.add(
          new Standing(
              account.scope(),
              bound.name(),
              bound.most() / unit,
              bound.used() / unit,
              bound.held() / unit,
              bound.ends()));
    }
    return standings;
  }
}
