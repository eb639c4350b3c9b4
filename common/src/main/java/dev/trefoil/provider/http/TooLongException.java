package dev.trefoil.provider.http;

import java.io.IOException;

/** More came than we keep in memory. */
public final class TooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  /** {@code what} is longer than {@code limit} bytes. */
  public TooLongException(String what, int limit) {
    super(what + " is longer than " + limit + " bytes");
  }
}
