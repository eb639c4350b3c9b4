// What a server compiles under load is not what is measured.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.BenchmarkContext;
import java.io.IOException;
import java.time.Duration;

/** Keeps the gateways busy until they are as fast as they get, or nearly so. */
final class WarmUp {
  private static final int CONNECTIONS = 16;

  private WarmUp() {}

  /**
   * Trefoil's JVM has more to compile than Node.js, and gets twice the time: it takes about half a
   * minute on two cores that it shares with the load. With {@code --quick} it is measured half
   * warm.
   */
  static void run(BenchmarkContext context, LoadServers servers, Wrk wrk, Kind... kinds)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(context.rounds(30, 4));
    for (Kind kind : kinds) {
      context.say("warming up, " + kind.words());
      wrk.load(servers.portkey(), kind, CONNECTIONS, time.dividedBy(2));
      wrk.load(servers.trefoil(), kind, CONNECTIONS, time);
    }
  }
}
