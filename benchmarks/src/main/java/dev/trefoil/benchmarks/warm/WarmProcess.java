// The measured process of the warm calls: both sides in one JVM, block by block.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.calls.BareClients;
import dev.trefoil.benchmarks.calls.CallBlock;
import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Arguments: a {@link Service}, milliseconds of warm-up a side, blocks, calls a block. */
final class WarmProcess {
  /** Of every answer. */
  static final int TOKENS = 32;

  private WarmProcess() {}

  public static void main(String[] args) throws Exception {
    Service service = Service.valueOf(args[0]);
    Duration warmUp = Duration.ofMillis(Long.parseLong(args[1]));
    int blocks = Integer.parseInt(args[2]);
    int calls = Integer.parseInt(args[3]);
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, System.getenv())) {
      Map<String, Caller> sides = sides(service, runtime);
      CallBlock.warmUp(sides.values(), warmUp);
      for (int i = 0; i < blocks; i++) {
        for (Map.Entry<String, Caller> side : sides.entrySet()) {
          CallBlock block = CallBlock.of(side.getValue(), calls);
          Figures.print(side.getKey() + " cpu", block.cpuMillis());
          Figures.print(side.getKey() + " wall", block.wallMillis());
        }
      }
    }
    System.exit(0); // The bare clients' threads have no end of their own.
  }

  private static Map<String, Caller> sides(Service service, TrefoilRuntime runtime)
      throws Exception {
    Prompt prompt = Prompt.answeredBy(TOKENS);
    BareClients bare = new BareClients(System.getenv());
    Map<String, Caller> sides = new LinkedHashMap<>();
    for (boolean stream : new boolean[] {false, true}) {
      sides.put(ours(stream), new TrefoilCaller(runtime.http(), service.target(), prompt, stream));
      sides.put(theirs(stream), bare.caller(service.service(), service.model(), prompt, stream));
    }
    return sides;
  }

  static String ours(boolean stream) {
    return "trefoil " + (stream ? "streamed" : "plain");
  }

  static String theirs(boolean stream) {
    return "bare " + (stream ? "streamed" : "plain");
  }
}
