// What memory the Lambda function's process needs.
package dev.trefoil.benchmarks.memory;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.Functions;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.RuntimeApi;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.ProcessStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The HTTP function of 1769 MB, one call after the other, first with one provider. */
final class LambdaMemory {
  private static final int CALLS = 200;
  private static final int MEGABYTES = 1769;
  private static final String NATIVE = "bedrock/us.anthropic.claude-sonnet-4-6";
  private static final List<String> OTHERS = List.of("azure/gpt-5.4", "vertex_ai/gemini-3.5-flash");

  /**
   * The most that was resident, in MB.
   *
   * @param one after calls of the native provider alone
   * @param all after as many of each of the three
   */
  record Peak(double one, double all) {}

  private LambdaMemory() {}

  static Peak measure(BenchmarkContext context) throws IOException, InterruptedException {
    try (Clouds clouds = Clouds.start(context);
        RuntimeApi api = new RuntimeApi();
        MeasuredProcess process = function(context, clouds).start(context.folder("memory"), api)) {
      call(api, process, NATIVE);
      double one = ProcessStats.peakMegabytes(process.pid());
      for (String other : OTHERS) {
        call(api, process, other);
      }
      return new Peak(one, ProcessStats.peakMegabytes(process.pid()));
    }
  }

  /** A JVM begins with a heap of a 64th of its machine's memory; Lambda's machine has no more. */
  private static LambdaFunction function(BenchmarkContext context, Clouds clouds)
      throws IOException {
    return new Functions(context, clouds)
        .managed(Functions.HANDLER, Built.in(context).lambda())
        .with("-XX:InitialHeapSize=" + MEGABYTES / 64 + "m");
  }

  private static void call(RuntimeApi api, MeasuredProcess process, String model)
      throws IOException, InterruptedException {
    for (int i = 0; i < CALLS; i++) {
      String answer =
          new String(api.invoke(Events.chat(model), process).body(), StandardCharsets.UTF_8);
      if (!answer.contains("\"statusCode\":200")) {
        throw new IOException(model + " is answered with " + answer + "; " + process.lastOutput());
      }
    }
  }
}
