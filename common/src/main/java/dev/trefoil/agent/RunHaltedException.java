package dev.trefoil.agent;

/** A run cannot go on in this process: its next step must not be made. */
public final class RunHaltedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunHaltedException(String message) {
    super(message);
  }

  RunHaltedException(String message, Throwable cause) {
    super(message, cause);
  }
}
