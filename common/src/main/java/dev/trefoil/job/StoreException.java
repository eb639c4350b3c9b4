package dev.trefoil.job;

/** A store or queue cannot be reached or does not do what it is told; it may a moment later. */
public class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which service, and its own words; never a credential, never a prompt
   */
  public StoreException(String message) {
    super(message);
  }

  /** As above, with what the client threw. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
