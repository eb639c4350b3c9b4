package dev.trefoil.attempt;

/** An answer is whole, but does not pass its route's quality gate. */
public final class AnswerRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  public AnswerRejectedException(String objection) {
    super(objection);
  }
}
