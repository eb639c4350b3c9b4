package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.Account.Balance;
import dev.trefoil.usage.Scope.Kind;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads what is used of budgets. Used by many threads at once. */
public final class BudgetReading {
  /** The most accounts that are read at once. */
  public static final int MOST_ACCOUNTS = 200;

  private final BudgetSettings settings;
  private final RecordStore records;

  public BudgetReading(BudgetSettings settings, RecordStore records) {
    this.settings = settings;
    this.records = records;
  }

  /**
   * One bound of an account.
   *
   * @param bound as the configuration calls it: {@code usdPerDay}
   * @param most in billionths of a dollar, or tokens
   * @param used the same, reservations of calls under way included; of a month all that is used of
   *     it when it is read
   * @param warnAt the share of {@code most} from which on callers are warned
   */
  public record Use(Scope scope, String bound, long most, long used, double warnAt) {
    /** Whether it is of dollars. */
    public boolean isUsd() {
      return bound.startsWith("usd");
    }

    /** Which share of it is used. */
    public double share() {
      return most == 0 ? 1 : (double) used / most;
    }
  }

  /**
   * Reads the accounts that the configuration names, and of {@code *} those of some rows.
   *
   * @param day by the time zone of budgets
   * @param rows whose tenants, callers, routes and targets there are
   * @return by kind, name and bound; of {@link #MOST_ACCOUNTS} accounts at most
   */
  public List<Use> read(LocalDate day, Collection<Row> rows, Deadline deadline)
      throws StoreException {
    Period period = new Period(day, settings.zone());
    List<Use> uses = new ArrayList<>();
    for (Account account : accounts(rows)) {
      Balance balance =
          Account.balance(
              BudgetRecords.counters(records, account.scope(), period, settings, deadline), period);
      for (Bound bound : Bound.of(account.terms(), balance, period, 1)) {
        uses.add(
            new Use(
                account.scope(),
                bound.name(),
                bound.most(),
                bound.used(),
                account.terms().warnAt()));
      }
    }
    return uses;
  }

  private List<Account> accounts(Collection<Row> rows) {
    List<Account> accounts = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (Scope scope : scopes(kind, rows)) {
        Optional<BudgetTerms> terms = settings.terms().of(scope);
        if (terms.isPresent() && accounts.size() < MOST_ACCOUNTS) {
          accounts.add(new Account(scope, terms.get()));
        }
      }
    }
    return accounts;
  }

  /** Those that are named, and those that were seen. */
  private Set<Scope> scopes(Kind kind, Collection<Row> rows) {
    Set<Scope> scopes = new LinkedHashSet<>();
    Map<String, BudgetTerms> named = settings.terms().byKind().getOrDefault(kind, Map.of());
    if (kind != Kind.CALLER) { // A caller's account is its tenant's as well.
      new TreeSet<>(named.keySet())
          .stream()
              .filter(name -> !name.equals(Terms.EACH))
              .forEach(name -> scopes.add(new Scope(kind, "", name)));
    }
    rows.stream()
        .map(row -> scope(kind, row))
        .filter(scope -> kind == Kind.ALL || !scope.name().isEmpty())
        .distinct()
        .sorted(
            (one, other) ->
                (one.name() + "\n" + one.tenant()).compareTo(other.name() + "\n" + other.tenant()))
        .forEach(scopes::add);
    return scopes;
  }

  private static Scope scope(Kind kind, Row row) {
    return switch (kind) {
      case ALL -> new Scope(kind, "", "");
      case TENANT -> new Scope(kind, "", row.tenant());
      case CALLER -> new Scope(kind, row.tenant(), row.caller());
      case ROUTE -> new Scope(kind, "", row.route());
      case TARGET -> new Scope(kind, "", row.target());
    };
  }
}
