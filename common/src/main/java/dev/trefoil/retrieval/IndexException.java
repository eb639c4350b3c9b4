package dev.trefoil.retrieval;

/**
 * Why an index did not do what it was told. The message names the index and the service's status;
 * never a credential, a chunk's text or what was looked for.
 */
public abstract sealed class IndexException extends Exception {
  private static final long serialVersionUID = 1L;

  private IndexException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A vector has another length than the index is made for: it is another model's. */
  public static final class WrongVector extends IndexException {
    private static final long serialVersionUID = 1L;

    public WrongVector(String message) {
      super(message, null);
    }
  }

  /**
   * There was no whole answer in time, or the service says that it is busy or broken: a moment
   * later it may not be. What was to be written may have been.
   */
  public static final class Unreachable extends IndexException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
      super(message, null);
    }

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The service refuses it, for a right that is missing or a request that it takes for wrong. */
  public static final class Refused extends IndexException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message, null);
    }

    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** What was read is not what was to be there. */
  public static final class Unreadable extends IndexException {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message) {
      super(message, null);
    }

    public Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
