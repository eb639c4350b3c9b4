package dev.trefoil.deployment.archive;

import dev.trefoil.local.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for tests. */
final class FreePorts {
  private FreePorts() {}

  /** Four in a row that nobody uses; below the range that systems hand out. */
  static Ports four() {
    while (true) {
      Ports ports = Ports.startingAt(ThreadLocalRandom.current().nextInt(10_000, 32_000));
      try {
        ports.requireFree();
        return ports;
      } catch (IOException e) {
        // Taken: others are drawn.
      }
    }
  }

  /** One that nobody uses. */
  static int one() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
