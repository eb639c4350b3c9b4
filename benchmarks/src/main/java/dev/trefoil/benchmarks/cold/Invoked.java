// A process that asks the Runtime API for work, as Lambda's runtimes do.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.process.Side;
import dev.trefoil.benchmarks.process.Spent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * From nothing to the first answered invocation.
 *
 * @param process starts it, with the API that it is to ask
 */
public record Invoked(String name, Process process) implements Start {

  /** Starts a process. */
  @FunctionalInterface
  public interface Process {
    Side start(RuntimeApi api) throws IOException;
  }

  @Override
  public Took once() throws IOException, InterruptedException {
    try (RuntimeApi api = new RuntimeApi();
        Side side = process.start(api)) {
      RuntimeApi.Answer answer = api.invoke(Events.chat(), side);
      double cpu = Spent.cpuMillis(side.pid());
      requireGood(answer, side);
      return new Took((answer.nanos() - side.startedNanos()) / 1e6, cpu);
    }
  }

  /** An answer that is no answer is not to be measured. */
  public static void requireGood(RuntimeApi.Answer answer, Side side) throws IOException {
    String text = new String(answer.body(), StandardCharsets.UTF_8).replace(" ", "");
    if (!text.contains("\"statusCode\":200")) {
      throw new IOException("it answers " + text + "; " + side.obituary());
    }
  }
}
