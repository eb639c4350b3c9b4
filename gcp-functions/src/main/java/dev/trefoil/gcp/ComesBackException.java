package dev.trefoil.gcp;

import java.io.IOException;
import java.util.logging.Logger;

/**
 * A message is to come back: nothing has failed, and a function has no other way to say it. The
 * invoker logs whatever a function throws as an error with its stack trace, so that alarms could
 * not tell trouble from a wait; this it passes over.
 */
final class ComesBackException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Held, since the log manager would forget a logger with its filter. */
  private static final Logger INVOKER = Logger.getLogger("com.google.cloud.functions.invoker");

  ComesBackException(String message) {
    super(message);
  }

  /** Keeps what the invoker says of it out of the log; to be called before the first event. */
  static void keepOutOfTheLog() {
    INVOKER.setFilter(line -> !(line.getThrown() instanceof ComesBackException));
  }

  /** Nobody reads where it was thrown. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
