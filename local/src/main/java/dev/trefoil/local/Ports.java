// The four ports, and a clear word when one of them is taken.
package dev.trefoil.local;

import dev.trefoil.local.queue.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the switchboard and the three front doors listen. */
public record Ports(int switchboard, int aws, int azure, int gcp) {
  public static final int DEFAULT_FIRST = 9000;
  private static final int LAST_POSSIBLE = 65_535;
  private static final int TRIES = 100;

  /**
   * Four ports in a row.
   *
   * @throws IllegalArgumentException when there are no four from there on
   */
  public static Ports startingAt(int first) {
    if (first < 1 || first + 3 > LAST_POSSIBLE) {
      throw new IllegalArgumentException(
          "--port takes a number from 1 to " + (LAST_POSSIBLE - 3) + ", not " + first);
    }
    return new Ports(first, first + 1, first + 2, first + 3);
  }

  /**
   * Four ports in a row that nobody uses now, the first drawn as any {@link FreePort}.
   *
   * @throws IOException when none are found
   */
  public static Ports anyFree() throws IOException {
    for (int tries = 1; ; tries++) {
      Ports ports = startingAt(FreePort.pick());
      try {
        ports.requireFree();
        return ports;
      } catch (IOException e) {
        if (tries == TRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Checks that nobody listens on any of them.
   *
   * @throws IOException whose message says which one is taken, what for, and what to do
   */
  public void requireFree() throws IOException {
    Map<String, Integer> all = new LinkedHashMap<>();
    all.put("the switchboard", switchboard);
    all.put("aws", aws);
    all.put("azure", azure);
    all.put("gcp", gcp);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    for (Map.Entry<String, Integer> one : all.entrySet()) {
      try (ServerSocket probe = new ServerSocket()) {
        probe.bind(new InetSocketAddress(loopback, one.getValue()));
      } catch (IOException e) {
        throw new IOException(
            "port %d, which %s needs, cannot be had: %s. Free it, or choose four others with --port N"
                .formatted(one.getValue(), one.getKey(), e.getMessage()),
            e);
      }
    }
  }
}
