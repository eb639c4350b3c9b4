package dev.trefoil.usage;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.Allowance.Window;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.Admission;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import dev.trefoil.usage.Meter.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Holds accounts to what they may do at a time, as far as this process sees it: requests and tokens
 * a minute, calls at once. Nothing is asked of a store.
 */
public final class Limits implements Admission {
  /** Beyond so many accounts idle ones are forgotten, and then whoever was longest not seen. */
  static final int MOST_METERS = 10_000;

  private final Terms<LimitTerms> terms;
  private final long assumedOutputTokens;
  private final LongSupplier ticker;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Scope, Meter> meters = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param assumedOutputTokens how long an answer is taken to be at most whose request does not say
   * @param ticker nanoseconds, monotonic
   */
  public Limits(Terms<LimitTerms> terms, long assumedOutputTokens, LongSupplier ticker) {
    this.terms = terms;
    this.assumedOutputTokens = assumedOutputTokens;
    this.ticker = ticker;
  }

  @Override
  public Reservation admit(Call call, Plan plan, Requirements needs) throws AdmissionException {
    List<Scope> scopes = Scope.of(call, plan.route());
    long now = ticker.getAsLong();
    lock.lock();
    try {
      List<Meter> held = new ArrayList<>();
      long most = Estimate.of(plan, needs, assumedOutputTokens).tokens();
      for (Scope scope : scopes) {
        Meter meter = meter(scope, now);
        if (meter != null) {
          Optional<Refusal> refusal = meter.refusal(most, now);
          if (refusal.isPresent()) {
            held.add(meter);
            throw refused(scope, refusal.get(), allowance(held, now));
          }
          held.add(meter);
        }
      }
      Plan open = terms.ofTargets() ? open(plan, needs, now) : plan;
      Map<Target, Meter> targets = new HashMap<>();
      if (terms.ofTargets()) {
        for (Step step : open.steps()) {
          Meter meter = meter(Scope.of(step.target()), now);
          if (meter != null) {
            targets.put(step.target(), meter);
          }
        }
      }
      if (held.isEmpty() && targets.isEmpty() && open.steps().size() == plan.steps().size()) {
        return Reservation.NONE;
      }
      held.forEach(meter -> meter.begin(most, now));
      Target first = open.steps().getFirst().target();
      if (targets.containsKey(first)) {
        targets.get(first).begin(most, now);
      }
      return new Held(open, most, held, first, targets, allowance(held, now));
    } finally {
      lock.unlock();
    }
  }

  /** The plan without the targets that are at their limits. */
  private Plan open(Plan plan, Requirements needs, long now) throws AdmissionException {
    List<Step> open = new ArrayList<>();
    Optional<AdmissionException> refused = Optional.empty();
    for (Step step : plan.steps()) {
      Scope scope = Scope.of(step.target());
      Meter meter = meter(scope, now);
      Optional<Refusal> refusal =
          meter == null
              ? Optional.empty()
              : meter.refusal(Estimate.of(step, plan, needs, assumedOutputTokens).tokens(), now);
      if (refusal.isEmpty()) {
        open.add(step);
      } else if (refused.isEmpty()) {
        refused = Optional.of(refused(scope, refusal.get(), allowance(List.of(meter), now)));
      }
    }
    if (open.isEmpty()) {
      throw refused.orElseThrow();
    }
    return open.size() == plan.steps().size() ? plan : plan.withSteps(open);
  }

  private static AdmissionException refused(Scope scope, Refusal refusal, Allowance left) {
    return new AdmissionException(
        Reason.LIMIT,
        "The limit of " + refusal.limit() + " is reached by " + scope + ".",
        Optional.of(refusal.retryAfter()),
        Optional.of(left),
        Optional.empty());
  }

  /** Null where nothing bounds the account. */
  private Meter meter(Scope scope, long now) {
    Meter known = meters.get(scope);
    if (known != null) {
      return known;
    }
    Optional<LimitTerms> limits = terms.of(scope);
    if (limits.isEmpty()) {
      return null;
    }
    if (meters.size() >= MOST_METERS) {
      forget(now);
    }
    Meter made = new Meter(limits.get(), now);
    meters.put(scope, made);
    return made;
  }

  private void forget(long now) {
    meters.values().removeIf(meter -> meter.isIdle(now));
    if (meters.size() >= MOST_METERS) {
      meters.remove(meters.keySet().iterator().next());
    }
  }

  private static Allowance allowance(List<Meter> held, long now) {
    return new Allowance(
        nearest(held, meter -> meter.requests(now)),
        nearest(held, meter -> meter.tokens(now)),
        List.of());
  }

  /** Of several limits the one of which the smallest share is left. */
  private static Optional<Window> nearest(
      List<Meter> held, Function<Meter, Optional<Window>> window) {
    Window nearest = null;
    for (Meter meter : held) {
      Window one = window.apply(meter).orElse(null);
      if (one != null && (nearest == null || share(one) < share(nearest))) {
        nearest = one;
      }
    }
    return Optional.ofNullable(nearest);
  }

  private static double share(Window window) {
    return (double) window.remaining() / window.limit();
  }

  /** Of how many accounts something is remembered. */
  int known() {
    lock.lock();
    try {
      return meters.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes back a call that nothing was tried for. */
  static void cancel(Reservation reservation) {
    if (reservation instanceof Held held) {
      held.cancel();
    }
  }

  /** A call under way: counted by its accounts, and by the target that is asked first. */
  private final class Held implements Reservation {
    private final Plan plan;
    private final long estimated;
    private final List<Meter> accounts;
    private final Target first;
    private final Map<Target, Meter> targets;
    private final Allowance left;
    private final AtomicBoolean settled = new AtomicBoolean();

    Held(
        Plan plan,
        long estimated,
        List<Meter> accounts,
        Target first,
        Map<Target, Meter> targets,
        Allowance left) {
      this.plan = plan;
      this.estimated = estimated;
      this.accounts = accounts;
      this.first = first;
      this.targets = targets;
      this.left = left;
    }

    private void cancel() {
      if (settled.compareAndSet(false, true)) {
        long now = ticker.getAsLong();
        lock.lock();
        try {
          accounts.forEach(account -> account.cancel(estimated, now));
          if (targets.containsKey(first)) {
            targets.get(first).cancel(estimated, now);
          }
        } finally {
          lock.unlock();
        }
      }
    }

    @Override
    public void settle(Trail trail) {
      if (!settled.compareAndSet(false, true)) {
        return;
      }
      long now = ticker.getAsLong();
      lock.lock();
      try {
        long used = 0;
        long usedFirst = 0;
        for (Attempt attempt : trail.paid()) {
          long tokens = attempt.usage().totalTokens();
          used += tokens;
          if (attempt.target().equals(first)) {
            usedFirst += tokens;
          } else if (targets.containsKey(attempt.target())) {
            targets.get(attempt.target()).beside(tokens, now);
          }
        }
        for (Meter account : accounts) {
          account.end(used - estimated, now);
        }
        if (targets.containsKey(first)) {
          targets.get(first).end(usedFirst - estimated, now);
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public Plan within(Plan planned) {
      return plan;
    }

    @Override
    public Optional<Allowance> allowance() {
      return accounts.isEmpty() ? Optional.empty() : Optional.of(left);
    }
  }
}
