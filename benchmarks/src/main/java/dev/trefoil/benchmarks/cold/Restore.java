// From a snapshot to the first answer.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.cold.RuntimeApi.Answer;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * SnapStart, on the runtime interface client's way through a snapshot and back: no memory is
 * written, so what the service needs to fetch a snapshot's pages is in no figure here.
 */
public final class Restore implements Measure {
  private static final int WARM_CALLS = 30;

  @Override
  public String name() {
    return "restore";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    Path logs = context.folder("restore");
    try (Clouds clouds = Clouds.start(context)) {
      LambdaFunction function =
          new Functions(context, clouds).restored(Functions.HANDLER, Built.in(context).lambda());
      List<Double> first = new ArrayList<>();
      List<Double> warm = new ArrayList<>();
      for (int round = 0; round < context.rounds(9, 3); round++) {
        try (RuntimeApi api = new RuntimeApi();
            MeasuredProcess process = function.start(logs, api)) {
          first.add(millis(api.invoke(Events.chat(), process), api.restoredNanos(), process));
          context.say("  restored to answered: %.1f ms".formatted(first.getLast()));
          for (int call = 0; call < WARM_CALLS; call++) {
            Answer answer = api.invoke(Events.chat(), process);
            warm.add(millis(answer, answer.takenNanos(), process));
          }
        }
      }
      results.add(
          Row.compared(
              "restored from a snapshot, to the first answer",
              "ms",
              Sample.of(first),
              "a warm call",
              Sample.of(warm),
              new Goal.AtMost(35)));
      classes(function, logs, results);
      results.note(
          "restore: no snapshot was taken; the function went through the runtime interface"
              + " client's hooks and on in the same process");
    }
  }

  private static double millis(Answer answer, long sinceNanos, MeasuredProcess process)
      throws IOException {
    InvocationStart.requireGood(answer, process);
    return (answer.nanos() - sinceNanos) / 1e6;
  }

  /** What the first call after a restore still has to load, in a run of its own. */
  private static void classes(LambdaFunction function, Path logs, Results results)
      throws IOException, InterruptedException {
    Path log = logs.resolve("classes.log");
    try (RuntimeApi api = new RuntimeApi();
        MeasuredProcess process = function.with("-Xlog:class+load:file=" + log).start(logs, api)) {
      api.awaitRestore(process);
      long before = Files.size(log);
      InvocationStart.requireGood(api.invoke(Events.chat(), process), process);
      byte[] all = Files.readAllBytes(log);
      List<String> loaded =
          new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(" source: "))
              .toList();
      results.add(
          Row.alone(
              "classes loaded by that call", "", Sample.of(loaded.size()), new Goal.AtMost(20)));
      results.add(
          Row.alone(
              "of them Trefoil's, or from the archive",
              "",
              Sample.of(
                  loaded.stream()
                      .filter(
                          line ->
                              line.contains("dev.trefoil")
                                  || line.contains(function.taskRoot().toString()))
                      .count()),
              new Goal.AtMost(0)));
    }
  }
}
