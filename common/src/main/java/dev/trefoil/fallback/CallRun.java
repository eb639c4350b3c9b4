package dev.trefoil.fallback;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.FailureRules;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** One call: attempts in turn, until one answers or no one is left who could. */
final class CallRun {
  private final Plan plan;
  private final Operation job;
  private final Call call;
  private final TargetQueue turns;
  private final AttemptRunner runner;
  private final Optional<HedgedAttempt> race;
  private final Sleeper pause;
  private final RandomGenerator random;
  private Trail trail = Trail.NONE;

  /**
   * @param race how two targets are asked at once; empty for one after the other
   */
  CallRun(
      Plan plan,
      Operation job,
      Call call,
      TargetQueue turns,
      AttemptRunner runner,
      Optional<HedgedAttempt> race,
      Sleeper pause,
      RandomGenerator random) {
    this.plan = plan;
    this.job = job;
    this.call = call;
    this.turns = turns;
    this.runner = runner;
    this.race = race;
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
      throw job.refusal().isPresent() ? abandoned() : new CallBrokenException(trail, e);
    }
  }

  private Trail attempts() throws CallFailedException {
    Optional<ProviderException> last = Optional.empty();
    while (true) {
      requireCaller();
      boolean over = !trail.attempts().isEmpty() && call.deadline().isExpired();
      Optional<QueuedTarget> turn = over ? Optional.empty() : turns.next(pause, call.gone());
      requireCaller();
      if (turn.isEmpty()) {
        if (job.deliverRejected()) {
          requireCaller();
          return trail;
        }
        throw new CallFailedException(trail, last.orElseThrow(), job.begun());
      }
      if (!trail.attempts().isEmpty()) {
        job.beforeAnother();
        requireCaller();
      }
      QueuedTarget ended = attempt(turn.get());
      Attempt attempt = trail.last().orElseThrow();
      if (attempt.outcome().equals(Attempt.ABANDONED) || job.refusal().isPresent()) {
        throw abandoned();
      }
      if (attempt.isOk()) {
        return trail;
      }
      if (attempt.failure().isPresent()) {
        last = attempt.failure();
        goOn(ended, last.get());
      }
    }
  }

  /** Adds to the trail; returns whose attempt ended last. */
  private QueuedTarget attempt(QueuedTarget turn) {
    if (race.isPresent() && !job.begun()) {
      try {
        return race.get().run(turn, trail, turns);
      } finally {
        trail = race.get().trail();
      }
    }
    trail = trail.plus(runner.run(turn.step(), trail, turns.left()));
    return turn;
  }

  /** Nothing more is paid for once it is known that nobody waits for it. */
  private void requireCaller() {
    if (job.refusal().isPresent() || call.gone().isCancelled()) {
      throw abandoned();
    }
  }

  private AbandonedException abandoned() {
    return new AbandonedException(trail, job.refusal());
  }

  /** Decides whether and when the target is asked again, and which others still may be. */
  private void goOn(QueuedTarget turn, ProviderException failure) throws CallFailedException {
    Kind kind = failure.kind();
    if (kind == Kind.CONTEXT_TOO_LONG) {
      OptionalLong window = turn.step().model().contextWindow();
      turns.keep(step -> isLarger(step, window));
    }
    boolean elsewhere = kind == Kind.CONTEXT_TOO_LONG ? turns.hasAny() : kind.isOfService();
    if (!elsewhere || plan.policy().returned().contains(kind) || !job.canGoOn()) {
      throw new CallFailedException(trail, failure, job.begun());
    }
    if (turn.attempts() <= plan.policy().retry().retries()
        && FailureRules.mayPassInTime(kind)
        && (trail.last().orElseThrow().breaker() == Breaker.State.CLOSED || !turns.hasOthers())) {
      askAgain(turn, failure);
    }
  }

  private void askAgain(QueuedTarget turn, ProviderException failure) {
    RetryPolicy retry = plan.policy().retry();
    Optional<Duration> hint = failure.retryAfter();
    Duration wait = hint.orElseGet(() -> jitter(turn.attempts()));
    // One that died while it answered is not the first to be asked to go on.
    boolean soon =
        FailureRules.mayPass(failure.kind())
            && !job.begun()
            && turn.fits(call.deadline().remaining(), wait)
            && (hint.isEmpty() || wait.compareTo(retry.retryAfterLimit()) <= 0);
    if (soon) {
      turns.again(turn, wait);
    } else {
      turns.later(turn, wait);
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
