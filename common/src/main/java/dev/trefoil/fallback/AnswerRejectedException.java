package dev.trefoil.fallback;

/** An answer is whole, but does not pass its route's quality gate. */
final class AnswerRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  AnswerRejectedException(String objection) {
    super(objection);
  }
}
