package dev.trefoil.conversation;

/**
 * What a turn goes on from is not kept, or not any more, or is another caller's: nobody can tell.
 */
public final class NotKeptException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient TurnKey missing;

  NotKeptException(TurnKey missing) {
    super("no turn " + missing + " is kept");
    this.missing = missing;
  }

  /** The turn that is missing: the one that was asked for, or one before it. */
  public TurnKey missing() {
    return missing;
  }
}
