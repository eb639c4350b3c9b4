// The measured process of calls that grow: both sides in one JVM, size after size.
package dev.trefoil.benchmarks.growth;

import dev.trefoil.benchmarks.calls.BareClients;
import dev.trefoil.benchmarks.calls.CallBlock;
import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.warm.Service;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments: a {@link Service}, milliseconds a size and side, rounds. */
final class GrowthProcess {
  static final List<Integer> KILOBYTES = List.of(1, 8, 64, 1024);
  static final List<Integer> MESSAGES = List.of(1, 10, 100, 1000);

  /** Of each message, where their number grows. */
  static final int MESSAGE_BYTES = 100;

  private GrowthProcess() {}

  public static void main(String[] args) throws Exception {
    Service service = Service.valueOf(args[0]);
    Duration time = Duration.ofMillis(Long.parseLong(args[1]));
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, System.getenv())) {
      Map<String, Caller> sides = new LinkedHashMap<>();
      BareClients bare = new BareClients(System.getenv());
      for (Map.Entry<String, Prompt> prompt : prompts().entrySet()) {
        sides.put(
            "trefoil " + prompt.getKey(),
            new TrefoilCaller(runtime.http(), service.target(), prompt.getValue(), false));
        sides.put(
            "bare " + prompt.getKey(),
            bare.caller(service.service(), service.model(), prompt.getValue(), false));
      }
      CallBlock.warmUp(sides.values(), time.multipliedBy(2));
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        for (Map.Entry<String, Caller> side : sides.entrySet()) {
          Figures.print(side.getKey(), CallBlock.lasting(side.getValue(), time).cpuMillis() * 1000);
        }
      }
    }
    System.exit(0); // The bare clients' threads have no end of their own.
  }

  private static Map<String, Prompt> prompts() {
    Map<String, Prompt> prompts = new LinkedHashMap<>();
    KILOBYTES.forEach(size -> prompts.put(size + " KB", Prompt.ofBytes(size * 1024)));
    MESSAGES.forEach(
        count -> prompts.put(count + " messages", Prompt.ofMessages(count, MESSAGE_BYTES)));
    return prompts;
  }
}
