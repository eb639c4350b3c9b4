package dev.trefoil.provider.openai;

import java.io.IOException;

/** More came than we keep in memory. */
final class TooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLongException(String what, int limit) {
    super(what + " is longer than " + limit + " bytes");
  }
}
