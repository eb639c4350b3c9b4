// What telemetry costs: calls that are all traced beside calls of which nothing is sent.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Processor time of one caller's calls with and without traces, and classes loaded without. */
public final class TracedCalls implements Measure {
  private static final Goal GOAL = new Goal.AtMostTimes(1.1);
  private static final String WARM_UP_MILLIS = "8000";
  private static final String SHORT_WARM_UP_MILLIS = "2500";
  private static final int PAIRS = 30;
  private static final int FEW = 5;
  private static final String CALLS = "500";

  /** As a class's name begins in the JVM's own log. */
  private static final List<String> OF_TELEMETRY =
      List.of(" io.opentelemetry.", " dev.trefoil.otlp.", " dev.trefoil.telemetry.");

  @Override
  public String name() {
    return "telemetry";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    int pairs = context.rounds(PAIRS, FEW);
    try (Clouds clouds = Clouds.start(context);
        HttpServer receiver =
            HttpServer.start(
                0, (request, exchange) -> exchange.send(200, new Headers(), new byte[0]))) {
      context.say("calls with and without traces");
      Figures figures =
          jvm(context, clouds, List.of())
              .run(
                  "traced",
                  context.isQuick() ? SHORT_WARM_UP_MILLIS : WARM_UP_MILLIS,
                  String.valueOf(pairs),
                  CALLS,
                  "http://127.0.0.1:" + receiver.port());
      for (boolean stream : new boolean[] {false, true}) {
        results.add(row(figures, stream));
      }
      results.add(
          Row.alone(
              "classes of telemetry loaded where it is off",
              "",
              Sample.of(loaded(context, clouds)),
              new Goal.AtMost(0)));
    }
    results.note(
        ("telemetry: every call traced, and its spans and metrics sent to a receiver on loopback"
                + " with the last of each block of %s calls; both sides in one JVM, %d pairs of"
                + " blocks in turn, answers of %d tokens.")
            .formatted(CALLS, pairs, WarmProcess.TOKENS));
  }

  private static Row row(Figures figures, boolean stream) throws IOException {
    return Row.paired(
        "call with every call traced, " + (stream ? "streamed" : "plain") + ", CPU",
        "ms",
        new Pairs(figures.of(TracedProcess.traced(stream)), figures.of(TracedProcess.off(stream))),
        "telemetry off",
        GOAL);
  }

  private static long loaded(BenchmarkContext context, Clouds clouds)
      throws IOException, InterruptedException {
    Path log = context.folder("telemetry").resolve("loaded.log");
    jvm(context, clouds, List.of("-Xlog:class+load:file=" + log)).run("off", "1", "1", "1");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> OF_TELEMETRY.stream().anyMatch(line::contains)).count();
    }
  }

  private static MeasuredJvm jvm(BenchmarkContext context, Clouds clouds, List<String> more)
      throws IOException {
    List<String> flags = new ArrayList<>(clouds.jvmFlags());
    flags.addAll(more);
    return new MeasuredJvm(
        context.folder("telemetry"),
        TracedProcess.class,
        MeasuredJvm.ownClassPath(),
        flags,
        clouds.environment(HostCloud.AWS));
  }
}
