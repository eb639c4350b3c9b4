package dev.trefoil.job;

/**
 * A record was written by a newer version of Trefoil. This process neither answers from it nor
 * writes over it; one of that version can.
 */
public final class NewerFormatException extends StoreException {
  private static final long serialVersionUID = 1L;

  NewerFormatException(String what, long format, int newest) {
    super(
        "%s is of format %d, and this version of Trefoil reads up to %d"
            .formatted(what, format, newest));
  }
}
