package dev.trefoil.fallback;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.FailureRules;
import dev.trefoil.attempt.Limit;
import dev.trefoil.attempt.Operation;
import dev.trefoil.attempt.QueuedTarget;
import dev.trefoil.attempt.Sleeper;
import dev.trefoil.attempt.TargetQueue;
import dev.trefoil.attempt.Trail;
import dev.trefoil.health.Breaker;
import dev.trefoil.hedge.HedgedAttempt;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** One call: attempts in turn, until one answers or no one is left who could. */
final class CallRun {
  /** How often a target is asked otherwise after a refusal. */
  private static final int MOST_CHANGES = 3;

  private final Plan plan;
  private final Operation operation;
  private final Call call;
  private final TargetQueue queue;
  private final AttemptRunner runner;
  private final Optional<HedgedAttempt> hedge;
  private final Sleeper pause;
  private final RandomGenerator random;
  private Trail trail = Trail.NONE;

  /**
   * @param hedge how two targets are asked at once; empty for one after the other
   */
  CallRun(
      Plan plan,
      Operation operation,
      Call call,
      TargetQueue queue,
      AttemptRunner runner,
      Optional<HedgedAttempt> hedge,
      Sleeper pause,
      RandomGenerator random) {
    this.plan = plan;
    this.operation = operation;
    this.call = call;
    this.queue = queue;
    this.runner = runner;
    this.hedge = hedge;
    this.pause = pause;
    this.random = random;
  }

  /**
   * Makes the attempts.
   *
   * @return all of them
   * @throws CallFailedException when none gave the whole answer
   * @throws AbandonedException when the caller has left
   * @throws CallBrokenException when anything else was thrown: what was attempted is told to
   *     whoever accounts for it, however a call ends
   */
  Trail run() throws CallFailedException {
    try {
      return attempts();
    } catch (AbandonedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw operation.refusal().isPresent() ? abandoned() : new CallBrokenException(trail, e);
    }
  }

  private Trail attempts() throws CallFailedException {
    while (true) {
      requireCaller();
      boolean over = !trail.attempts().isEmpty() && call.deadline().isExpired();
      Optional<QueuedTarget> queued = over ? Optional.empty() : queue.next(pause, call.gone());
      requireCaller();
      if (queued.isEmpty()) {
        if (operation.deliverRejected()) {
          requireCaller();
          return trail;
        }
        throw failed();
      }
      if (!trail.attempts().isEmpty()) {
        operation.beforeAnother();
        requireCaller();
      }
      QueuedTarget ended = attempt(queued.get());
      Attempt attempt = trail.last().orElseThrow();
      if (attempt.outcome().equals(Attempt.ABANDONED) || operation.refusal().isPresent()) {
        throw abandoned();
      }
      if (attempt.isOk()) {
        return trail;
      }
      if (attempt.failure().isPresent()) {
        goOn(ended, attempt.failure().get());
      }
    }
  }

  /** Adds to the trail; returns whose attempt ended last. */
  private QueuedTarget attempt(QueuedTarget queued) {
    if (hedge.isPresent() && !operation.begun()) {
      try {
        return hedge.get().run(queued, trail, queue);
      } finally {
        trail = hedge.get().trail();
      }
    }
    trail = trail.plus(runner.run(queued.step(), trail, queue.left()));
    return queued;
  }

  /** Nothing more is paid for once it is known that nobody waits for it. */
  private void requireCaller() {
    if (operation.refusal().isPresent() || call.gone().isCancelled()) {
      throw abandoned();
    }
  }

  private AbandonedException abandoned() {
    return new AbandonedException(trail, operation.refusal());
  }

  /** Decides whether and when the target is asked again, and which others still may be. */
  private void goOn(QueuedTarget queued, ProviderException failure) throws CallFailedException {
    Kind kind = failure.kind();
    if (kind == Kind.CONTEXT_TOO_LONG) {
      OptionalLong window = queued.step().model().contextWindow();
      queue.keep(step -> isLarger(step, window));
    }
    boolean elsewhere = kind == Kind.CONTEXT_TOO_LONG ? queue.hasAny() : kind.maySucceedElsewhere();
    // An answer that is too large already is not gone on with.
    boolean whole = kind != Kind.RESPONSE_TOO_LARGE || !operation.begun();
    if (!elsewhere || plan.policy().returned().contains(kind) || !whole || !operation.canGoOn()) {
      throw new CallFailedException(trail, failure, operation.begun());
    }
    if (kind == Kind.UNSUPPORTED
        && queued.attempts() <= MOST_CHANGES
        && operation.canAskOtherwise(queued.step())) {
      queue.later(queued, Duration.ZERO);
    }
    if (queued.attempts() <= plan.policy().retry().retries()
        && (FailureRules.mayPassInTime(failure) || wasAskedWhole())
        && (trail.last().orElseThrow().breaker() == Breaker.State.CLOSED || !queue.hasOthers())) {
      askAgain(queued, failure);
    }
  }

  /** Whether the target has not given a whole answer in its time, and might give a stream. */
  private boolean wasAskedWhole() {
    return trail.last().flatMap(Attempt::limit).filter(Limit.WHOLE::equals).isPresent();
  }

  /**
   * No target is left. A failure that passes says more than a refusal: an outage stays one, though
   * what was left would not take the request. Where all refuse, the first says why.
   */
  private CallFailedException failed() {
    List<ProviderException> failures =
        trail.attempts().stream().flatMap(attempt -> attempt.failure().stream()).toList();
    ProviderException told =
        failures.reversed().stream()
            .filter(failure -> failure.kind() != Kind.UNSUPPORTED)
            .findFirst()
            .orElseGet(failures::getFirst);
    return new CallFailedException(trail, told, operation.begun());
  }

  private void askAgain(QueuedTarget queued, ProviderException failure) {
    RetryPolicy retry = plan.policy().retry();
    Optional<Duration> hint = failure.retryAfter();
    Duration wait = hint.orElseGet(() -> jitter(queued.attempts()));
    // One that died while it answered is not the first to be asked to go on.
    boolean soon =
        FailureRules.mayPass(failure)
            && !(FailureRules.isFull(queued.step(), failure) && queue.hasOthers())
            && !operation.begun()
            && queued.fits(call.deadline().remaining(), wait)
            && (hint.isEmpty() || wait.compareTo(retry.retryAfterLimit()) <= 0);
    if (soon) {
      queue.again(queued, wait);
    } else {
      queue.later(queued, wait);
    }
  }

  /**
   * Somewhere between nothing and a bound that doubles, so that callers do not come back in step.
   */
  private Duration jitter(int attempts) {
    long bound = plan.policy().retry().backoff().toNanos() << Math.min(attempts - 1, 10);
    return Duration.ofNanos(bound <= 0 ? 0 : random.nextLong(bound));
  }

  private static boolean isLarger(Step step, OptionalLong than) {
    OptionalLong window = step.model().contextWindow();
    return window.isPresent() && than.isPresent() && window.getAsLong() > than.getAsLong();
  }
}
