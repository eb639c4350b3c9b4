// A request that breaks HTTP itself, so that no handler gets to see it.
package dev.trefoil.emulators.net;

import java.io.IOException;

/** Answered with its status; the connection is closed after it. */
final class BadHttpException extends IOException {

  private final int status;

  BadHttpException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
