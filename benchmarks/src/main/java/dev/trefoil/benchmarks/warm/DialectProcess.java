// The measured process of the dialects: all services of a protocol in one JVM, block by block.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.calls.CallBlock;
import dev.trefoil.benchmarks.calls.Caller;
import dev.trefoil.benchmarks.calls.Prompt;
import dev.trefoil.benchmarks.calls.TrefoilCaller;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments: milliseconds of warm-up a target, blocks, calls a block, and the targets. */
final class DialectProcess {
  private DialectProcess() {}

  public static void main(String[] args) throws Exception {
    Duration warmUp = Duration.ofMillis(Long.parseLong(args[0]));
    int blocks = Integer.parseInt(args[1]);
    int calls = Integer.parseInt(args[2]);
    try (TrefoilRuntime runtime = TrefoilRuntime.start(Cloud.AWS, System.getenv())) {
      Map<String, Caller> targets = new LinkedHashMap<>();
      for (String target : List.of(args).subList(3, args.length)) {
        targets.put(
            target,
            new TrefoilCaller(runtime.http(), target, Prompt.answeredBy(WarmProcess.TOKENS), true));
      }
      CallBlock.warmUp(targets.values(), warmUp);
      for (int i = 0; i < blocks; i++) {
        for (Map.Entry<String, Caller> target : targets.entrySet()) {
          Figures.print(target.getKey(), CallBlock.of(target.getValue(), calls).cpuMillis());
        }
      }
    }
    System.exit(0); // As in the process of the warm calls.
  }
}
