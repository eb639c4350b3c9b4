package dev.trefoil.usage;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.Ledger.Entry;
import dev.trefoil.usage.Ledger.Reserved;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Holds accounts to what they may use of a day and of a month, over all processes: what a call may
 * cost is reserved in the store before it is made, and settled when it has ended. Where the store
 * cannot be asked, no call that a budget bounds is made.
 */
public final class Budgets implements Admission {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final int MOST_WARNED = 10_000;

  private final BudgetSettings settings;
  private final Ledger ledger;

  /** Of which bounds it was said already that they are nearly spent, and of which period. */
  private final Map<String, Instant> warned = new ConcurrentHashMap<>();

  public Budgets(BudgetSettings settings, RecordStore records, InstantSource clock) {
    this.settings = settings;
    this.ledger = new Ledger(records, settings, clock);
  }

  @Override
  public Reservation admit(Call call, Plan plan, Requirements needs) throws AdmissionException {
    List<Account> accounts = accounts(Scope.of(call, plan.route()));
    if (accounts.isEmpty() && !settings.terms().ofTargets()) {
      return Reservation.NONE;
    }
    Holding holding = new Holding();
    try {
      Plan priced = priced(plan, accounts);
      Plan open = settings.terms().ofTargets() ? holding.targets(priced, needs) : priced;
      holding.accounts(accounts, open, needs);
      holding.plan = open;
      holding.estimates(open, needs, settings.assumedOutputTokens());
      return holding;
    } catch (AdmissionException e) {
      holding.release();
      throw e;
    } catch (StoreException e) {
      holding.release();
      throw new AdmissionException(
          Reason.UNAVAILABLE,
          "It cannot be told whether the call's budget has room: " + e.getMessage(),
          Optional.of(SOON));
    }
  }

  private List<Account> accounts(List<Scope> scopes) {
    List<Account> accounts = new ArrayList<>();
    for (Scope scope : scopes) {
      settings.terms().of(scope).ifPresent(terms -> accounts.add(new Account(scope, terms)));
    }
    return accounts;
  }

  /** Dollars bound only what has a price: a target of which none is known may cost anything. */
  private Plan priced(Plan plan, List<Account> accounts) throws AdmissionException {
    boolean dollars = accounts.stream().anyMatch(account -> account.terms().boundsDollars());
    List<Step> known =
        plan.steps().stream()
            .filter(
                step ->
                    step.price().isPresent()
                        || !dollars
                            && !targetTerms(step).map(BudgetTerms::boundsDollars).orElse(false))
            .toList();
    if (known.isEmpty()) {
      throw new AdmissionException(
          Reason.UNAVAILABLE,
          "A budget in dollars bounds this call, and no price is known of "
              + plan.steps().getFirst().target()
              + ": 'prices' in trefoil.yaml can say it.",
          Optional.empty());
    }
    return known.size() == plan.steps().size() ? plan : plan.withSteps(known);
  }

  private Optional<BudgetTerms> targetTerms(Step step) {
    return settings.terms().of(Scope.of(step.target()));
  }

  private AdmissionException spent(Account account, List<Bound> bounds) {
    String which =
        bounds.stream()
            .filter(Bound::isPassed)
            .map(bound -> bound.name())
            .findFirst()
            .map(name -> " (" + name + ")")
            .orElse("");
    return new AdmissionException(
        Reason.BUDGET,
        "The budget of " + account.scope() + which + " is spent, or has no room for this call.",
        Optional.of(ledger.untilRoom(bounds)),
        Optional.empty(),
        account.terms().instead());
  }

  private static StoreException failure(Throwable thrown) {
    return switch (thrown) {
      case StoreException store -> store;
      case RuntimeException fault -> throw fault;
      default -> throw new IllegalStateException(thrown);
    };
  }

  /** Whether it is the first time that this process finds it. */
  private boolean isNews(Account account, Bound bound) {
    if (warned.size() > MOST_WARNED) {
      warned.clear();
    }
    Instant before = warned.put(account.scope() + " " + bound.name(), bound.ends());
    return before == null || before.isBefore(bound.ends());
  }

  /** What is held for a call. */
  private final class Holding implements Reservation {
    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> near = new LinkedHashSet<>();
    private final List<String> news = new ArrayList<>();
    private final Map<Target, Estimate> estimates = new HashMap<>();
    private final AtomicBoolean settled = new AtomicBoolean();
    private Plan plan;

    /** Reserves of the targets' own budgets, and leaves out those that have no room. */
    Plan targets(Plan priced, Requirements needs) throws AdmissionException, StoreException {
      List<Step> open = new ArrayList<>();
      Optional<AdmissionException> refused = Optional.empty();
      for (Step step : priced.steps()) {
        Scope scope = Scope.of(step.target());
        Optional<BudgetTerms> terms = settings.terms().of(scope);
        Account account = terms.map(known -> new Account(scope, known)).orElse(null);
        if (account == null || isReserved(scope)) {
          open.add(step);
          continue;
        }
        Estimate most = Estimate.of(step, priced, needs, settings.assumedOutputTokens());
        Reserved reserved = ledger.reserve(account, most, true);
        if (reserved.entry().isPresent()) {
          hold(reserved, account);
          open.add(step);
        } else if (refused.isEmpty()) {
          refused = Optional.of(spent(account, reserved.bounds()));
        }
      }
      if (open.isEmpty()) {
        throw refused.orElseThrow();
      }
      return open.size() == priced.steps().size() ? priced : priced.withSteps(open);
    }

    private boolean isReserved(Scope scope) {
      return entries.stream().anyMatch(entry -> entry.account().scope().equals(scope));
    }

    void accounts(List<Account> accounts, Plan open, Requirements needs)
        throws AdmissionException, StoreException {
      Estimate most = Estimate.of(open, needs, settings.assumedOutputTokens());
      List<Callable<Reserved>> works = new ArrayList<>();
      for (Account account : accounts) {
        // Calls of the route that a spent budget sends calls to are counted, and not refused by it.
        boolean bounded = !account.terms().instead().equals(Optional.of(open.route()));
        works.add(() -> ledger.reserve(account, most, bounded));
      }
      List<FutureTask<Reserved>> tasks = AtOnce.run(works);
      Optional<AdmissionException> refused = Optional.empty();
      Optional<StoreException> failed = Optional.empty();
      for (int i = 0; i < tasks.size(); i++) {
        if (tasks.get(i).state() != Future.State.SUCCESS) {
          failed = Optional.of(failure(tasks.get(i).exceptionNow()));
          continue;
        }
        Reserved reserved = tasks.get(i).resultNow();
        if (reserved.entry().isPresent()) {
          hold(reserved, accounts.get(i));
        } else if (refused.isEmpty()) {
          refused = Optional.of(spent(accounts.get(i), reserved.bounds()));
        }
      }
      if (refused.isPresent()) {
        throw refused.get();
      }
      if (failed.isPresent()) {
        throw failed.get();
      }
    }

    private void hold(Reserved reserved, Account account) {
      entries.add(reserved.entry().orElseThrow());
      for (Bound bound : reserved.bounds()) {
        if (bound.isNear(account.terms().warnAt())) {
          String warning = account.scope() + ": " + bound.inWords(settings.shards());
          near.add(warning.replaceAll("[^ -~]", "?"));
          if (isNews(account, bound)) {
            news.add(warning);
          }
        }
      }
    }

    void estimates(Plan open, Requirements needs, long assumedOutput) {
      for (Step step : open.steps()) {
        estimates.put(step.target(), Estimate.of(step, open, needs, assumedOutput));
      }
    }

    /** Nothing was asked: all of it is given back. */
    void release() {
      settled.set(true);
      settle(entry -> Estimate.NONE);
    }

    private void settle(Function<Entry, Estimate> used) {
      List<Callable<Void>> works = new ArrayList<>();
      for (Entry entry : entries) {
        works.add(
            () -> {
              ledger.settle(entry, used.apply(entry));
              return null;
            });
      }
      for (FutureTask<Void> task : AtOnce.run(works)) {
        if (task.state() == Future.State.FAILED) {
          throw new IllegalStateException(task.exceptionNow());
        }
      }
    }

    @Override
    public void settle(Trail trail) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      settle(entry -> charge(entry, trail));
    }

    /** A target's budget pays for its own attempts alone. */
    private Estimate charge(Entry entry, Trail trail) {
      Scope scope = entry.account().scope();
      boolean one = scope.kind() == Scope.Kind.TARGET;
      Estimate asked =
          Spending.of(trail, estimates, target -> !one || target.toString().equals(scope.name()));
      return one ? asked : asked.plus(Spending.ofServices(trail));
    }

    /** What was asked is not known, and so may have been paid for: all of it stays charged. */
    @Override
    public void settleUnknown() {
      settled.set(true);
    }

    @Override
    public Plan within(Plan planned) {
      return plan;
    }

    @Override
    public Optional<Allowance> allowance() {
      return near.isEmpty()
          ? Optional.empty()
          : Optional.of(new Allowance(Optional.empty(), Optional.empty(), List.copyOf(near)));
    }

    @Override
    public List<String> warnings() {
      return List.copyOf(news);
    }
  }
}
