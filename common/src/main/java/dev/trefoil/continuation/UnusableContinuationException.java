package dev.trefoil.continuation;

/** What another target went on with does not make one whole answer. */
public final class UnusableContinuationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableContinuationException(String message) {
    super(message);
  }
}
