// How many classes a first call needs, which no noise blurs.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.Invoked;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.RuntimeApi;
import dev.trefoil.benchmarks.process.Side;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Counts the classes that are loaded from a process's start until its first answer. */
final class LoadedClasses {
  private final Path logs;

  LoadedClasses(Path logs) {
    this.logs = logs;
  }

  void run(LambdaFunction ours, LambdaFunction theirs, String other, Findings findings)
      throws IOException, InterruptedException {
    findings.add(
        Row.compared(
            "classes loaded until the first answer",
            "",
            Sample.of(count(ours)),
            other,
            Sample.of(count(theirs)),
            Goal.NONE));
  }

  private long count(LambdaFunction function) throws IOException, InterruptedException {
    Path log = logs.resolve("loaded.log");
    try (RuntimeApi api = new RuntimeApi();
        Side side = function.with("-Xlog:class+load:file=" + log).start(logs, api)) {
      Invoked.requireGood(api.invoke(Events.chat(), side), side);
      try (Stream<String> lines = Files.lines(log)) {
        return lines.filter(line -> line.contains(" source: ")).count();
      }
    }
  }
}
