package dev.trefoil.gcp.server;

import java.time.Duration;
import java.util.Map;

/**
 * What the server's owner may set.
 *
 * @param idle after which a connection without a request is closed. It has to be longer than what
 *     stands before the server keeps one: 60 s for an Application Load Balancer, 600 s for Google's
 * @param headerBytes the most that request line and headers may take
 */
record ServerLimits(Duration idle, int headerBytes) {
  static final String IDLE = "TREFOIL_IDLE_TIMEOUT_SECONDS";
  static final String HEADERS = "TREFOIL_MAX_HEADER_BYTES";

  /** "Backend keepalive timeout" of Google's load balancers is to be more than 600 s: 620 s. */
  private static final String DEFAULT_IDLE = "620";

  /** What Azure's own server takes. */
  private static final String DEFAULT_HEADERS = "32768";

  /**
   * @throws IllegalArgumentException naming the variable that says nothing sensible
   */
  static ServerLimits of(Map<String, String> env) {
    return new ServerLimits(
        Duration.ofSeconds(whole(env, IDLE, DEFAULT_IDLE, 1, 86_400)),
        whole(env, HEADERS, DEFAULT_HEADERS, 1024, 1 << 20));
  }

  private static int whole(
      Map<String, String> env, String name, String unless, int least, int most) {
    String text = env.getOrDefault(name, unless);
    if (text.matches("[0-9]{1,7}")) {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        name + " is a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
