package dev.trefoil.auth;

/**
 * It cannot be told who sends a call. The message is for the caller and the same for all faults of
 * a credential; the reason is for the log. Neither holds a credential.
 */
public final class AuthException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final String reason;

  /** What the call lacks. */
  public enum Kind {
    /** No credential came with it. */
    MISSING,
    /** The one that came is no good. */
    INVALID,
    /** The one that came cannot be checked now: nothing is wrong with the call. */
    UNAVAILABLE
  }

  private AuthException(Kind kind, String message, String reason) {
    super(message);
    this.kind = kind;
    this.reason = LogText.of(reason);
  }

  static AuthException missing(String message, String reason) {
    return new AuthException(Kind.MISSING, message, reason);
  }

  static AuthException invalid(String message, String reason) {
    return new AuthException(Kind.INVALID, message, reason);
  }

  static AuthException unavailable(String message, String reason) {
    return new AuthException(Kind.UNAVAILABLE, message, reason);
  }

  public Kind kind() {
    return kind;
  }

  /** Why, for the log only. */
  public String reason() {
    return reason;
  }
}
