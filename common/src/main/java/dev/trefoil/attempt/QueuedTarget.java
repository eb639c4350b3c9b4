package dev.trefoil.attempt;

import dev.trefoil.routing.Step;
import java.time.Duration;

/** A step's place among those that are still to be tried. */
public final class QueuedTarget {
  private final Step step;
  private int attempts;
  private boolean deferred;

  /** What the call has left when this step's share of its time ends. */
  private Duration shareEnds = Duration.ZERO;

  /** What the call has left when the target may be asked again. */
  private Duration ready = Duration.ZERO;

  QueuedTarget(Step step) {
    this.step = step;
  }

  public Step step() {
    return step;
  }

  public int attempts() {
    return attempts;
  }

  /** Its target is asked. */
  void begin(Duration left, int targetsLeft) {
    if (attempts == 0 || targetsLeft == 1) {
      shareEnds = left.minus(left.dividedBy(targetsLeft));
    }
    attempts++;
  }

  /** Whether what is left after a wait is still within the step's share. */
  public boolean fits(Duration left, Duration wait) {
    return left.minus(wait).compareTo(shareEnds) > 0;
  }

  /** Puts the next attempt off; {@code left} is what the call has now. */
  void waitFor(Duration wait, Duration left) {
    ready = left.minus(wait);
  }

  /** How long it is until the target may be asked again. */
  Duration wait(Duration left) {
    Duration wait = left.minus(ready);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Whether the call's time ends before the target may be asked again. */
  boolean isTooLate() {
    return !ready.isPositive();
  }

  /** Its target is to be left alone while there are others. */
  void defer() {
    deferred = true;
  }

  boolean isDeferred() {
    return deferred;
  }
}
