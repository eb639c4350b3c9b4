package dev.trefoil.guardrail;

import java.util.List;

/** A check cannot be had, so that nobody has looked at the texts, or not at all of them. */
final class UncheckedTextException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Found> found;

  /**
   * @param message for the log; nothing of the texts
   */
  UncheckedTextException(String message, Throwable cause) {
    this(message, cause, List.of());
  }

  private UncheckedTextException(String message, Throwable cause, List<Found> found) {
    super(message, cause);
    this.found = List.copyOf(found);
  }

  /**
   * Of a check that has looked at a part.
   *
   * @param found what it has found there
   */
  static UncheckedTextException partly(String message, List<Found> found) {
    return new UncheckedTextException(message, null, found);
  }

  /** What was found all the same. */
  List<Found> found() {
    return found;
  }
}
