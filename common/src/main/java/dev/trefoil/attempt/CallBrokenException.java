package dev.trefoil.attempt;

/** The attempt loop itself failed: a fault of ours, which no target can make good. */
public final class CallBrokenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Trail trail;

  public CallBrokenException(Trail trail, Throwable cause) {
    super("the attempts ended unexpectedly", cause);
    this.trail = trail;
  }

  /** All attempts that had ended by then. */
  public Trail trail() {
    return trail;
  }
}
