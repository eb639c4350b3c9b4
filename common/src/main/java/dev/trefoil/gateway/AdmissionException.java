package dev.trefoil.gateway;

import java.time.Duration;
import java.util.Optional;

/** A call may not be paid for. Nothing was tried. */
public final class AdmissionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What stands against it. */
  public enum Reason {
    /** Too many calls or tokens for now: it passes by waiting. */
    LIMIT,
    /** The money is spent. */
    BUDGET
  }

  private final Reason reason;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param message for the caller
   * @param retryAfter when the call may be sent again, where that is known
   */
  public AdmissionException(Reason reason, String message, Optional<Duration> retryAfter) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
  }

  public Reason reason() {
    return reason;
  }

  /** When the call may be sent again, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
