// A process that asks the Runtime API for work, as Lambda's runtimes do.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.ProcessStats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * From nothing to the first answered invocation.
 *
 * @param program starts it, with the API that it is to ask
 */
public record InvocationStart(String name, Process program) implements Start {

  /** Starts a process. */
  @FunctionalInterface
  public interface Process {
    MeasuredProcess start(RuntimeApi api) throws IOException;
  }

  @Override
  public StartTime once() throws IOException, InterruptedException {
    try (RuntimeApi api = new RuntimeApi();
        MeasuredProcess process = program.start(api)) {
      RuntimeApi.Answer answer = api.invoke(Events.chat(), process);
      double cpu = ProcessStats.cpuMillis(process.pid());
      requireGood(answer, process);
      return new StartTime((answer.nanos() - process.startedNanos()) / 1e6, cpu);
    }
  }

  /** An answer that is no answer is not to be measured. */
  public static void requireGood(RuntimeApi.Answer answer, MeasuredProcess process)
      throws IOException {
    String text = new String(answer.body(), StandardCharsets.UTF_8).replace(" ", "");
    if (!text.contains("\"statusCode\":200")) {
      throw new IOException("it answers " + text + "; " + process.lastOutput());
    }
  }
}
