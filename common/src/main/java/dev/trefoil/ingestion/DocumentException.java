package dev.trefoil.ingestion;

/** A document cannot be read; the message says why, in words for its owner. */
public final class DocumentException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with it. */
  public enum Reason {
    /** Nothing here reads documents of its type. */
    UNSUPPORTED,
    /** It is broken, not what its name says, or beyond the bounds. */
    INVALID
  }

  private final Reason reason;

  public DocumentException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
