package dev.trefoil.hedge;

import dev.trefoil.attempt.AnswerRejectedException;
import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.AttemptRecorder;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.QueuedTarget;
import dev.trefoil.attempt.StreamedOperation;
import dev.trefoil.attempt.TargetQueue;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.health.HealthBook;
import dev.trefoil.hedge.HedgeSignals.Done;
import dev.trefoil.hedge.HedgeSignals.Event;
import dev.trefoil.hedge.HedgeSignals.Failed;
import dev.trefoil.hedge.HedgeSignals.Signal;
import dev.trefoil.log.LogContext;
import dev.trefoil.policy.Hedging;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ChatListener;
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
  /** How many events of a target wait for a caller who is slow to read; then the target waits. */
  public static final int WAITING = HedgeSignals.WAITING;

  private final StreamedOperation operation;
  private final Call call;
  private final AttemptRunner runner;
  private final AttemptRecorder recorder;
  private final HealthBook health;
  private final Hedging hedging;
  private final List<HedgeLeg> running = new ArrayList<>(2);
  private Trail trail = Trail.NONE;
  private QueuedTarget last;
  private int targetsLeft;

  public HedgedAttempt(
      StreamedOperation operation,
      Call call,
      AttemptRunner runner,
      AttemptRecorder recorder,
      HealthBook health,
      Hedging hedging) {
    this.operation = operation;
    this.call = call;
    this.runner = runner;
    this.recorder = recorder;
    this.health = health;
    this.hedging = hedging;
  }

  /**
   * Makes an attempt, or two; {@link #trail} has them.
   *
   * @return whose attempt ended last, and decides
   */
  public QueuedTarget run(QueuedTarget first, Trail before, TargetQueue queue) {
    trail = before;
    last = first;
    targetsLeft = queue.left();
    HedgeSignals signals = new HedgeSignals();
    Optional<Duration> patience = patience(first.step());
    try {
      start(first, signals);
      while (!running.isEmpty()) {
        Optional<Signal> signal = next(signals, patience);
        if (signal.isEmpty() && !operation.callerLeft()) {
          queue.beside().ifPresent(queued -> start(queued, signals));
        } else if (signal.isPresent() && running.contains(signal.get().leg())) {
          handle(signal.get());
        } else if (signal.isPresent()) {
          continue; // One that lost has ended.
        }
        patience = Optional.empty();
      }
    } finally {
      running.forEach(leg -> leg.timeout.close());
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

  private void start(QueuedTarget queued, HedgeSignals signals) {
    HedgeLeg leg = new HedgeLeg(queued, runner, targetsLeft);
    running.add(leg);
    call.gone().onCancel(leg.cancellation::cancel);
    try {
      Thread.ofVirtual().name("trefoil-hedge").start(() -> ask(leg, signals));
    } catch (RuntimeException | Error e) {
      end(leg, runner.broken(leg.step, leg.progress, leg.timeout, e));
    }
  }

  /** However it ends, the thread that makes the call is told: it waits for nothing else. */
  private void ask(HedgeLeg leg, HedgeSignals signals) {
    CallContext context = call.context(leg.progress.number(), leg.cancellation);
    Signal end = leg.lost;
    try {
      LogContext.enter(call.requestId(), call.trace());
      operation.ask(leg.step, context, new Told(leg, signals));
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

  /** Tells the thread that makes the call what a target gives. */
  private record Told(HedgeLeg leg, HedgeSignals signals) implements ChatListener {
    @Override
    public void onEvent(ChatEvent event) {
      signals.tell(leg, event);
    }

    @Override
    public void alive() {
      leg.progress.alive();
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
          if (leg.sink.isEmpty()) {
            win(leg);
          }
          leg.sink.orElseThrow().take(event.event());
        }
        case Done done -> {
          if (leg.sink.isEmpty()) {
            win(leg);
          }
          leg.sink.orElseThrow().end();
          end(leg, recorder.ok(leg.step, leg.progress));
        }
        case Failed failed -> {
          leg.sink.ifPresent(AnswerSink::cut);
          if (!failed.failure().kind().maySucceedElsewhere()) {
            outrun(leg); // They would refuse the request as well.
          }
          end(leg, runner.failed(leg.step, leg.progress, leg.timeout, failed.failure()));
        }
      }
    } catch (AnswerRejectedException e) {
      end(leg, recorder.rejected(leg.step, leg.progress, e.getMessage()));
    } catch (RuntimeException | Error e) {
      leg.cancellation.cancel();
      leg.sink.ifPresent(AnswerSink::cut);
      end(leg, runner.broken(leg.step, leg.progress, leg.timeout, e));
    }
  }

  private void win(HedgeLeg winner) {
    outrun(winner);
    winner.sink = Optional.of(operation.sink(winner.step, trail, winner.progress));
  }

  /** Cancels all others. */
  private void outrun(HedgeLeg winner) {
    for (HedgeLeg loser : List.copyOf(running)) {
      if (loser != winner) {
        loser.cancellation.cancel();
        end(loser, recorder.undecided(loser.step, loser.progress, Attempt.OUTRUN));
      }
    }
  }

  private void end(HedgeLeg leg, Attempt attempt) {
    running.remove(leg);
    last = leg.queued;
    leg.timeout.close();
    trail = trail.plus(attempt);
  }
}
