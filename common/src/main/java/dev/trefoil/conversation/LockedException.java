package dev.trefoil.conversation;

import java.time.Duration;

/** Another response of the conversation is being made, or was made meanwhile. */
public final class LockedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient TurnKey by;
  private final transient Duration left;

  LockedException(TurnKey by, Duration left) {
    super("the turn " + by + " is being made");
    this.by = by;
    this.left = left;
  }

  /** The turn that was quicker. */
  public TurnKey by() {
    return by;
  }

  /** How long it has at most; zero where it has ended. */
  public Duration left() {
    return left;
  }
}
