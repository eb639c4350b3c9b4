package dev.trefoil.fallback;

/** What another target went on with does not make one whole answer. */
final class UnusableContinuationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnusableContinuationException(String message) {
    super(message);
  }
}
