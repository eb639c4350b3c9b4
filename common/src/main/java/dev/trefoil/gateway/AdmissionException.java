package dev.trefoil.gateway;

import dev.trefoil.attempt.Allowance;
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
    BUDGET,
    /** It cannot be told whether there is money left. */
    UNAVAILABLE
  }

  private final Reason reason;
  private final transient Optional<Duration> retryAfter;
  private final transient Optional<Allowance> allowance;
  private final transient Optional<String> instead;

  /**
   * @param message for the caller
   * @param retryAfter when the call may be sent again, where that is known
   */
  public AdmissionException(Reason reason, String message, Optional<Duration> retryAfter) {
    this(reason, message, retryAfter, Optional.empty(), Optional.empty());
  }

  /**
   * @param message for the caller
   * @param retryAfter when the call may be sent again, where that is known
   * @param allowance what is left of the caller's limits, where that is known
   * @param instead a route that the call may take in place of the one that was planned
   */
  public AdmissionException(
      Reason reason,
      String message,
      Optional<Duration> retryAfter,
      Optional<Allowance> allowance,
      Optional<String> instead) {
    super(message);
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.allowance = allowance;
    this.instead = instead;
  }

  public Reason reason() {
    return reason;
  }

  /** When the call may be sent again, where that is known. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** What is left of the caller's limits, where that is known. */
  public Optional<Allowance> allowance() {
    return allowance;
  }

  /** The route that the call may take in place of the one that was planned. */
  public Optional<String> instead() {
    return instead;
  }
}
