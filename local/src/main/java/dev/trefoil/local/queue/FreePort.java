// Emulators that want to be told a port get one that was free a moment ago.
package dev.trefoil.local.queue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of 127.0.0.1. */
public final class FreePort {
  private FreePort() {}

  /** One that nobody uses now. */
  public static int pick() throws IOException {
    try (ServerSocket probe =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      return probe.getLocalPort();
    }
  }
}
