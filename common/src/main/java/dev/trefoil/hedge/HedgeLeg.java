package dev.trefoil.hedge;

import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.AttemptProgress;
import dev.trefoil.attempt.AttemptRunner;
import dev.trefoil.attempt.AttemptTimeout;
import dev.trefoil.attempt.QueuedTarget;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Step;
import java.util.Optional;

/** One target that is asked in a race. */
final class HedgeLeg {
  final QueuedTarget queued;
  final Step step;
  final Cancellation cancellation = new Cancellation();
  final AttemptTimeout timeout;
  final AttemptProgress progress;

  /** Made beforehand: where memory runs out, there is none to say so. */
  final HedgeSignals.Failed lost =
      new HedgeSignals.Failed(
          this, new ProviderException(Kind.OVERLOADED, "the service's client ended untold"));

  /** Where its events go, once it has won. */
  Optional<AnswerSink> sink = Optional.empty();

  HedgeLeg(QueuedTarget queued, AttemptRunner runner, int targetsLeft) {
    this.queued = queued;
    this.step = queued.step();
    this.timeout = runner.timeout(step, cancellation, targetsLeft);
    this.progress = runner.begin(step, timeout);
  }
}
