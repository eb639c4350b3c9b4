package dev.trefoil.emulators.lambda;

import java.io.IOException;

/** A request that breaks HTTP/1.1. */
final class BadRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
