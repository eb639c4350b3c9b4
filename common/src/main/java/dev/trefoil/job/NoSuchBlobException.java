package dev.trefoil.job;

/** The blob store answers, and what is asked for is not there: nor will it be a moment later. */
public final class NoSuchBlobException extends StoreException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message which store, and the blob's name
   */
  public NoSuchBlobException(String message) {
    super(message);
  }
}
