package dev.trefoil.store;

/**
 * Why a store did not do what it was told. A condition that does not hold is none of these: it is a
 * result of the call. The message names the service, what was asked for, and the service's own
 * words; never a credential, never a prompt.
 */
public abstract sealed class StoreException extends Exception {
  private static final long serialVersionUID = 1L;

  private StoreException(String message) {
    super(message);
  }

  private StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The table, bucket or queue is not there: someone has to make it, or mend its name. */
  public static final class Absent extends StoreException {
    private static final long serialVersionUID = 1L;

    public Absent(String message) {
      super(message);
    }
  }

  /** The blob is not there (any more), in a container that is. */
  public static final class NoBlob extends StoreException {
    private static final long serialVersionUID = 1L;

    public NoBlob(String message) {
      super(message);
    }
  }

  /** What is to be written is larger than the store takes. */
  public static final class TooLarge extends StoreException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
      super(message);
    }
  }

  /**
   * There was no whole answer in time, or the service says that it is busy or broken: a moment
   * later it may not be. What was to be written may have been.
   */
  public static final class Unreachable extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unreachable(String message) {
      super(message);
    }

    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** Others changed the record each time that it was to be changed. */
  public static final class Contended extends StoreException {
    private static final long serialVersionUID = 1L;

    public Contended(String message) {
      super(message);
    }
  }

  /** The service refuses it, for a right that is missing or a request that it takes for wrong. */
  public static final class Refused extends StoreException {
    private static final long serialVersionUID = 1L;

    public Refused(String message) {
      super(message);
    }

    public Refused(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * A record was written by a newer version of Trefoil. This process neither answers from it nor
   * writes over it; one of that version can.
   */
  public static final class NewerFormat extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what the record is
     * @param newest the newest format that this version reads
     */
    public NewerFormat(String what, long format, int newest) {
      super(
          "%s is of format %d, and this version of Trefoil reads up to %d"
              .formatted(what, format, newest));
    }
  }

  /** What was read is not what was to be there: someone else wrote it. */
  public static final class Unreadable extends StoreException {
    private static final long serialVersionUID = 1L;

    public Unreadable(String message) {
      super(message);
    }

    public Unreadable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
