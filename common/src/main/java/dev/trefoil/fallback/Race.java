package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.log.LogContext;
import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.target.HealthBook;
import dev.trefoil.target.Hedging;
import dev.trefoil.target.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Asks a target and, when it is slow to begin, the next one as well. The first to give content
 * answers; the other is cancelled. Each is asked on a thread of its own; what the winner gives is
 * passed on by the thread that makes the call.
 */
final class Race {
  /** How many events wait for the caller before the service has to. */
  private static final int WAITING = 64;

  private final ChatJob job;
  private final Call call;
  private final AttemptRunner runner;
  private final Outcomes outcomes;
  private final HealthBook health;
  private final Hedging hedging;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(WAITING);
  private final List<Leg> running = new ArrayList<>(2);
  private Trail trail = Trail.NONE;
  private Turn last;
  private int targetsLeft;

  Race(
      ChatJob job,
      Call call,
      AttemptRunner runner,
      Outcomes outcomes,
      HealthBook health,
      Hedging hedging) {
    this.job = job;
    this.call = call;
    this.runner = runner;
    this.outcomes = outcomes;
    this.health = health;
    this.hedging = hedging;
  }

  /** What happened to a leg. */
  private sealed interface Signal {
    Leg leg();
  }

  private record Event(Leg leg, ChatEvent event) implements Signal {}

  private record Done(Leg leg) implements Signal {}

  private record Failed(Leg leg, ProviderException failure) implements Signal {}

  /** One target that is being asked. */
  private static final class Leg {
    private final Turn turn;
    private final Step step;
    private final Cancellation cancellation = new Cancellation();
    private Watch watch;
    private Progress progress;
    private Optional<Feed> feed = Optional.empty();

    Leg(Turn turn) {
      this.turn = turn;
      this.step = turn.step();
    }
  }

  /**
   * How an attempt, or two, ended.
   *
   * @param last whose ended last, and decides
   */
  record Result(Trail trail, Turn last) {}

  /** Makes an attempt, or two. */
  Result run(Turn first, Trail before, Turns turns) {
    trail = before;
    last = first;
    targetsLeft = turns.left();
    Optional<Duration> patience = patience(first.step());
    start(first);
    while (!running.isEmpty()) {
      Optional<Signal> signal = next(patience);
      if (signal.isEmpty()) {
        turns.beside().ifPresent(this::start);
        patience = Optional.empty();
      } else if (running.contains(signal.get().leg())) {
        handle(signal.get());
        patience = Optional.empty();
      }
    }
    return new Result(trail, last);
  }

  /** How long the first target is alone. */
  private Optional<Duration> patience(Step step) {
    return switch (hedging) {
      case Hedging.Off off -> Optional.empty();
      case Hedging.After after -> Optional.of(after.time());
      case Hedging.AfterUsual usual -> health.of(step.target()).usualFirstToken();
    };
  }

  private void start(Turn turn) {
    Leg leg = new Leg(turn);
    call.gone().onCancel(leg.cancellation::cancel);
    leg.watch = runner.watch(leg.step, leg.cancellation, targetsLeft);
    leg.progress = new Progress(leg.watch);
    running.add(leg);
    Thread.ofVirtual().name("trefoil-race").start(() -> ask(leg));
  }

  private void ask(Leg leg) {
    LogContext.enter(call.requestId());
    CallContext context = new CallContext(call.requestId(), call.deadline(), leg.cancellation);
    try {
      job.ask(leg.step, context, event -> tell(leg, new Event(leg, event)));
      tell(leg, new Done(leg));
    } catch (ProviderException e) {
      tell(leg, new Failed(leg, e));
    } catch (RuntimeException e) {
      tell(leg, new Failed(leg, AttemptRunner.bug(leg.step, e)));
    }
  }

  /** Waits until the caller takes it, or does not want it any more. */
  private void tell(Leg leg, Signal signal) {
    try {
      while (!signals.offer(signal, 100, TimeUnit.MILLISECONDS)) {
        if (leg.cancellation.isCancelled()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Optional<Signal> next(Optional<Duration> patience) {
    try {
      return patience.isPresent()
          ? Optional.ofNullable(signals.poll(patience.get().toNanos(), TimeUnit.NANOSECONDS))
          : Optional.of(signals.take());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      running.forEach(leg -> leg.cancellation.cancel());
      return Optional.of(new Failed(running.getFirst(), Failures.interrupted(e)));
    }
  }

  private void handle(Signal signal) {
    Leg leg = signal.leg();
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
          leg.feed.ifPresent(Feed::cut);
          if (!failed.failure().kind().isOfService()) {
            outrun(leg); // They would refuse the request as well.
          }
          end(leg, runner.failed(leg.step, leg.progress, leg.watch, failed.failure()));
        }
      }
    } catch (AnswerRejectedException e) {
      end(leg, outcomes.rejected(leg.step, leg.progress, e.getMessage()));
    } catch (RuntimeException e) {
      leg.cancellation.cancel();
      end(
          leg,
          job.refusal().isPresent()
              ? outcomes.undecided(leg.step, leg.progress, Attempt.ABANDONED)
              : runner.failed(leg.step, leg.progress, leg.watch, AttemptRunner.bug(leg.step, e)));
    }
  }

  private void win(Leg winner) {
    outrun(winner);
    winner.feed = Optional.of(job.feed(winner.step, trail, winner.progress));
  }

  /** Cancels all others. */
  private void outrun(Leg winner) {
    for (Leg loser : List.copyOf(running)) {
      if (loser != winner) {
        loser.cancellation.cancel();
        end(loser, outcomes.undecided(loser.step, loser.progress, Attempt.OUTRUN));
      }
    }
  }

  private void end(Leg leg, Attempt attempt) {
    running.remove(leg);
    last = leg.turn;
    leg.watch.close();
    trail = trail.plus(attempt);
  }
}
