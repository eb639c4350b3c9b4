package dev.trefoil.conversation;

/** What went before is more than one call may go on from. */
public final class TooLongException extends Exception {
  private static final long serialVersionUID = 1L;

  TooLongException(String message) {
    super(message);
  }
}
