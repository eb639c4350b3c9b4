// From a snapshot to the first answer.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.cold.RuntimeApi.Answer;
import dev.trefoil.benchmarks.process.Side;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
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
  public void run(Lab lab, Findings findings) throws IOException, InterruptedException {
    Path logs = lab.folder("restore");
    try (Clouds clouds = Clouds.start(lab)) {
      LambdaFunction function =
          new Functions(lab, clouds).restored(Functions.HANDLER, Built.in(lab).lambda());
      List<Double> first = new ArrayList<>();
      List<Double> warm = new ArrayList<>();
      for (int round = 0; round < lab.rounds(9, 3); round++) {
        try (RuntimeApi api = new RuntimeApi();
            Side side = function.start(logs, api)) {
          first.add(millis(api.invoke(Events.chat(), side), api.restoredNanos(), side));
          lab.say("  restored to answered: %.1f ms".formatted(first.getLast()));
          for (int call = 0; call < WARM_CALLS; call++) {
            Answer answer = api.invoke(Events.chat(), side);
            warm.add(millis(answer, answer.takenNanos(), side));
          }
        }
      }
      findings.add(
          Row.compared(
              "restored from a snapshot, to the first answer",
              "ms",
              Sample.of(first),
              "a warm call",
              Sample.of(warm),
              new Goal.AtMost(35)));
      classes(function, logs, findings);
      findings.note(
          "restore: no snapshot was taken; the function went through the runtime interface"
              + " client's hooks and on in the same process");
    }
  }

  private static double millis(Answer answer, long sinceNanos, Side side) throws IOException {
    Invoked.requireGood(answer, side);
    return (answer.nanos() - sinceNanos) / 1e6;
  }

  /** What the first call after a restore still has to load, in a run of its own. */
  private static void classes(LambdaFunction function, Path logs, Findings findings)
      throws IOException, InterruptedException {
    Path log = logs.resolve("classes.log");
    try (RuntimeApi api = new RuntimeApi();
        Side side = function.with("-Xlog:class+load:file=" + log).start(logs, api)) {
      api.awaitRestore(side);
      long before = Files.size(log);
      Invoked.requireGood(api.invoke(Events.chat(), side), side);
      byte[] all = Files.readAllBytes(log);
      List<String> loaded =
          new String(all, (int) before, all.length - (int) before, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(" source: "))
              .toList();
      findings.add(
          Row.alone(
              "classes loaded by that call", "", Sample.of(loaded.size()), new Goal.AtMost(20)));
      findings.add(
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
