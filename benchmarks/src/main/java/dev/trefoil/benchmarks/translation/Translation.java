// What each step of translation costs, in time and in garbage.
package dev.trefoil.benchmarks.translation;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.benchmarks.warm.CallBenchmark;
import dev.trefoil.door.chat.FrontDoorBenchmark;
import dev.trefoil.door.responses.ResponsesBenchmark;
import dev.trefoil.provider.anthropic.MessagesBenchmark;
import dev.trefoil.provider.bedrock.BedrockBenchmark;
import dev.trefoil.provider.openai.OpenAiBenchmark;
import dev.trefoil.provider.vertex.VertexBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs JMH, a new process a benchmark; not with {@code --quick}. */
public final class Translation implements Measure {
  private static final List<Class<?>> BENCHMARKS =
      List.of(
          FrontDoorBenchmark.class,
          ResponsesBenchmark.class,
          BedrockBenchmark.class,
          OpenAiBenchmark.class,
          MessagesBenchmark.class,
          VertexBenchmark.class,
          CallBenchmark.class);

  @Override
  public String name() {
    return "translation";
  }

  @Override
  public void run(BenchmarkContext context, Results results) throws IOException {
    if (context.isQuick()) {
      results.note("translation: JMH takes some minutes; run without --quick.");
      return;
    }
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("benchmark", "with", "time", "unit", "bytes allocated"));
    for (Class<?> benchmark : BENCHMARKS) {
      context.say("JMH: " + benchmark.getSimpleName());
      for (RunResult result : run(benchmark)) {
        table.add(line(benchmark, result));
      }
    }
    results.table("Translation, by JMH: medians of five iterations", table);
  }

  private static Iterable<RunResult> run(Class<?> benchmark) throws IOException {
    try {
      return new Runner(
              new OptionsBuilder()
                  .include("\\Q" + benchmark.getName() + ".\\E")
                  .addProfiler(GCProfiler.class)
                  .verbosity(VerboseMode.SILENT)
                  .shouldFailOnError(true)
                  .build())
          .run();
    } catch (RunnerException e) {
      throw new IOException("JMH failed: " + e.getMessage(), e);
    }
  }

  private static List<String> line(Class<?> benchmark, RunResult result) {
    Result<?> time = result.getPrimaryResult();
    Result<?> garbage = result.getSecondaryResults().get("gc.alloc.rate.norm");
    String method = result.getParams().getBenchmark();
    TimeUnit unit = result.getParams().getTimeUnit();
    return List.of(
        benchmark.getSimpleName().replace("Benchmark", "")
            + method.substring(method.lastIndexOf('.')),
        result.getParams().getParamsKeys().stream()
            .map(key -> key + "=" + result.getParams().getParam(key))
            .reduce("", (a, b) -> a.isEmpty() ? b : a + ", " + b),
        values(time.getStatistics()),
        unit == TimeUnit.NANOSECONDS ? "ns" : "µs",
        Sample.number(garbage.getScore()));
  }

  private static String values(Statistics statistics) {
    return Sample.of(
            statistics.getPercentile(25),
            statistics.getPercentile(50),
            statistics.getPercentile(75))
        .toString();
  }
}
