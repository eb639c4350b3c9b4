package dev.trefoil.server;

import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the server's owner may set.
 *
 * @param listen the address that it listens at; empty for all interfaces
 * @param idle after which a connection without a request is closed. It has to be longer than what
 *     stands before the server keeps one: 60 s for an Application Load Balancer, 600 s for Google's
 * @param headerBytes the most that request line and headers may take
 * @param connections the most that are open at once; more wait to be accepted
 * @param drain how long answers under way have to end when the process is told to
 * @param metrics the port at which it says what it has counted; empty for none
 */
record ServerSettings(
    Optional<String> listen,
    Duration idle,
    int headerBytes,
    int connections,
    Duration drain,
    OptionalInt metrics) {
  static final String LISTEN = "TREFOIL_LISTEN";
  static final String IDLE = "TREFOIL_IDLE_TIMEOUT_SECONDS";
  static final String HEADERS = "TREFOIL_MAX_HEADER_BYTES";
  static final String CONNECTIONS = "TREFOIL_MAX_CONNECTIONS";
  static final String DRAIN = "TREFOIL_DRAIN_SECONDS";

  /** "Backend keepalive timeout" of Google's load balancers is to be more than 600 s: 620 s. */
  private static final int DEFAULT_IDLE = 620;

  /** What an Application Load Balancer passes on at most. */
  private static final int DEFAULT_HEADERS = 1 << 16;

  private static final int DEFAULT_CONNECTIONS = 1 << 14;

  /** What is left of the 30 s that Kubernetes, Fargate and Container Apps wait at least. */
  private static final int DEFAULT_DRAIN = 25;

  /**
   * @throws IllegalArgumentException naming the variable that says nothing sensible
   */
  static ServerSettings of(Map<String, String> env) {
    return new ServerSettings(
        Optional.ofNullable(env.get(LISTEN)).filter(address -> !address.isBlank()),
        Duration.ofSeconds(whole(env, IDLE, DEFAULT_IDLE, 1, 86_400)),
        whole(env, HEADERS, DEFAULT_HEADERS, 1024, 1 << 20),
        whole(env, CONNECTIONS, DEFAULT_CONNECTIONS, 1, 1_000_000),
        Duration.ofSeconds(whole(env, DRAIN, DEFAULT_DRAIN, 0, 3600)),
        env.getOrDefault(TrefoilRuntime.METRICS_PORT, "").isBlank()
            ? OptionalInt.empty()
            : OptionalInt.of(whole(env, TrefoilRuntime.METRICS_PORT, 0, 1, 65_535)));
  }

  /** The same for a server that only this machine reaches. */
  ServerSettings onLoopback() {
    return new ServerSettings(
        Optional.of("127.0.0.1"), idle, headerBytes, connections, drain, OptionalInt.empty());
  }

  private static int whole(Map<String, String> env, String name, int unless, int least, int most) {
    String text = env.getOrDefault(name, String.valueOf(unless));
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
