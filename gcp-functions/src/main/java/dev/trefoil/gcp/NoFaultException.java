package dev.trefoil.gcp;

import java.io.IOException;
import java.util.logging.Logger;

/**
 * Ends a call or an event although nothing has failed: a message is to come back, a caller has
 * left. A function has no other way to say it. The invoker logs whatever a function throws as an
 * error with its stack trace, so that alarms could not tell trouble from that; this it passes over.
 */
final class NoFaultException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Held, since the log manager would forget a logger with its filter. */
  private static final Logger INVOKER = Logger.getLogger("com.google.cloud.functions.invoker");

  /**
   * @param message what the log says already
   */
  NoFaultException(String message) {
    super(message);
  }

  /** Keeps what the invoker says of it out of the log; to be called before the first of them. */
  static void keepOutOfTheLog() {
    INVOKER.setFilter(line -> !(line.getThrown() instanceof NoFaultException));
  }

  /** Nobody reads where it was thrown. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
