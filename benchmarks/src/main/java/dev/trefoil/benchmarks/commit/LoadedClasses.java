// How many classes a first call needs, which no noise blurs.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.InvocationStart;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.RuntimeApi;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
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

  void run(LambdaFunction ours, LambdaFunction theirs, String other, Results results)
      throws IOException, InterruptedException {
    results.add(
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
        MeasuredProcess process = function.with("-Xlog:class+load:file=" + log).start(logs, api)) {
      InvocationStart.requireGood(api.invoke(Events.chat(), process), process);
      try (Stream<String> lines = Files.lines(log)) {
        return lines.filter(line -> line.contains(" source: ")).count();
      }
    }
  }
}
