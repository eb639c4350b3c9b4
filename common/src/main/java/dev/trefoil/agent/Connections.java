package dev.trefoil.agent;

import java.io.Closeable;
import java.io.IOException;

/** Ends connections that nobody waits for any more. */
final class Connections {
  private Connections() {}

  static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is of no use any more, closed or not.
    }
  }
}
