// Emulators that want to be told a port get one that was free a moment ago.
package dev.trefoil.local.queue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** A port of 127.0.0.1. */
public final class FreePort {
  /** Below the range that systems hand out to any connection that is opened meanwhile. */
  private static final int LOWEST = 10_000;

  private static final int HIGHEST = 32_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /**
   * One that nobody uses now.
   *
   * @throws IOException when none is found
   */
  public static int pick() throws IOException {
    for (int tries = 1; ; tries++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try (ServerSocket probe =
          new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
        return probe.getLocalPort();
      } catch (BindException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }
}
