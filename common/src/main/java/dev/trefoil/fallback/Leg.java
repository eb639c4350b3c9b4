package dev.trefoil.fallback;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.Step;
import java.util.Optional;

/** One target that is asked in a race. */
final class Leg {
  final Turn turn;
  final Step step;
  final Cancellation cancellation = new Cancellation();
  final Watch watch;
  final Progress progress;

  /** Made beforehand: where memory runs out, there is none to say so. */
  final Signals.Failed lost =
      new Signals.Failed(
          this, new ProviderException(Kind.OVERLOADED, "the service's client ended untold"));

  /** Where its events go, once it has won. */
  Optional<Feed> feed = Optional.empty();

  Leg(Turn turn, AttemptRunner runner, int targetsLeft) {
    this.turn = turn;
    this.step = turn.step();
    this.watch = runner.watch(step, cancellation, targetsLeft);
    this.progress = runner.progress(watch);
  }
}
