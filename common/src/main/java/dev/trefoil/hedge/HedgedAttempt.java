package dev.trefoil.hedge;

import dev.trefoil.attempt.AnswerRejectedException;
import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptRecorder;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.QueuedTarget;
import dev.trefoil.attempt.TargetQueue;
import dev.trefoil.attempt.Trail;
import dev.trefoil.fallback.ChatOperation;
import dev.trefoil.health.HealthBook;
import dev.trefoil.hedge.HedgeSignals.Done;
import dev.trefoil.hedge.HedgeSignals.Event;
import dev.trefoil.hedge.HedgeSignals.Failed;
import dev.trefoil.hedge.HedgeSignals.Signal;
import dev.trefoil.log.LogContext;
import dev.trefoil.policy.Hedging;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Asks a target and, when it is slow to begin, the next one as well. The first to give content
 * answers; the other is cancelled. Each is asked on a thread of its own; what the winner gives is
 * passed on by the thread that makes the call.
 */
public final class HedgedAttempt {
  private final ChatOperation job;
  private final Call call;
  private final AttemptRunner runner;
  private final AttemptRecorder outcomes;
  private final HealthBook health;
  private final Hedging hedging;
  private final List<HedgeLeg> running = new ArrayList<>(2);
  private Trail trail = Trail.NONE;
  private QueuedTarget last;
  private int targetsLeft;

  public HedgedAttempt(
      ChatOperation job,
      Call call,
      AttemptRunner runner,
      AttemptRecorder outcomes,
      HealthBook health,
      Hedging hedging) {
    this.job = job;
    this.call = call;
    this.runner = runner;
    this.outcomes = outcomes;
    this.health = health;
    this.hedging = hedging;
  }

  /**
   * Makes an attempt, or two; {@link #trail} has them.
   *
   * @return whose attempt ended last, and decides
   */
  public QueuedTarget run(QueuedTarget first, Trail before, TargetQueue turns) {
    trail = before;
    last = first;
    targetsLeft = turns.left();
    HedgeSignals signals = new HedgeSignals();
    Optional<Duration> patience = patience(first.step());
    try {
      start(first, signals);
      while (!running.isEmpty()) {
        Optional<Signal> signal = next(signals, patience);
        if (signal.isEmpty() && !job.callerLeft()) {
          turns.beside().ifPresent(turn -> start(turn, signals));
        } else if (signal.isPresent() && running.contains(signal.get().leg())) {
          handle(signal.get());
        } else if (signal.isPresent()) {
          continue; // One that lost has ended.
        }
        patience = Optional.empty();
      }
    } finally {
      running.forEach(leg -> leg.watch.close());
      running.forEach(leg -> leg.cancellation.cancel());
      running.clear();
    }
    return last;
  }

  /** The attempts before the last race, and those of it that have ended. */
  public Trail trail() {
    return trail;
  }

  /** How long the first target is alone. */
  private Optional<Duration> patience(Step step) {
    return switch (hedging) {
      case Hedging.Off off -> Optional.empty();
      case Hedging.After after -> Optional.of(after.time());
      case Hedging.AfterUsual usual -> health.of(step.target()).usualFirstToken();
    };
  }

  private void start(QueuedTarget turn, HedgeSignals signals) {
    HedgeLeg leg = new HedgeLeg(turn, runner, targetsLeft);
    running.add(leg);
    call.gone().onCancel(leg.cancellation::cancel);
    try {
      Thread.ofVirtual().name("trefoil-race").start(() -> ask(leg, signals));
    } catch (RuntimeException | Error e) {
      end(leg, runner.broken(leg.step, leg.progress, leg.watch, e));
    }
  }

  /** However it ends, the thread that makes the call is told: it waits for nothing else. */
  private void ask(HedgeLeg leg, HedgeSignals signals) {
    CallContext context = new CallContext(call.requestId(), call.deadline(), leg.cancellation);
    Signal end = leg.lost;
    try {
      LogContext.enter(call.requestId());
      job.ask(leg.step, context, event -> signals.tell(leg, event));
      end = new Done(leg);
    } catch (ProviderException e) {
      end = new Failed(leg, e);
    } catch (CancellationException e) {
      end = new Failed(leg, Failures.cancelled());
    } catch (RuntimeException | Error e) {
      end = new Failed(leg, AttemptRunner.bug(leg.step, e));
    } finally {
      signals.end(end);
    }
  }

  private Optional<Signal> next(HedgeSignals signals, Optional<Duration> patience) {
    try {
      return signals.next(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.forEach(leg -> leg.cancellation.cancel());
      return Optional.of(new Failed(running.getFirst(), Failures.interrupted(e)));
    }
  }

  private void handle(Signal signal) {
    HedgeLeg leg = signal.leg();
    try {
      switch (signal) {
        case Event event -> {
          if (leg.feed.isEmpty()) {
            win(leg);
          }
          leg.feed.orElseThrow().take(event.event());
        }
        case Done done -> {
          if (leg.feed.isEmpty()) {
            win(leg);
          }
          leg.feed.orElseThrow().end();
          end(leg, outcomes.ok(leg.step, leg.progress));
        }
        case Failed failed -> {
          leg.feed.ifPresent(AnswerSink::cut);
          if (!failed.failure().kind().isOfService()) {
            outrun(leg); // They would refuse the request as well.
          }
          end(leg, runner.failed(leg.step, leg.progress, leg.watch, failed.failure()));
        }
      }
    } catch (AnswerRejectedException e) {
      end(leg, outcomes.rejected(leg.step, leg.progress, e.getMessage()));
    } catch (RuntimeException | Error e) {
      leg.cancellation.cancel();
      if (job.refusal().isEmpty()) {
        leg.feed.ifPresent(AnswerSink::cut);
      }
      end(leg, runner.broken(leg.step, leg.progress, leg.watch, e));
    }
  }

  private void win(HedgeLeg winner) {
    outrun(winner);
    winner.feed = Optional.of(job.feed(winner.step, trail, winner.progress));
  }

  /** Cancels all others. */
  private void outrun(HedgeLeg winner) {
    for (HedgeLeg loser : List.copyOf(running)) {
      if (loser != winner) {
        loser.cancellation.cancel();
        end(loser, outcomes.undecided(loser.step, loser.progress, Attempt.OUTRUN));
      }
    }
  }

  private void end(HedgeLeg leg, Attempt attempt) {
    running.remove(leg);
    last = leg.turn;
    leg.watch.close();
    trail = trail.plus(attempt);
  }
}
