// The first call that a standby answers in a process that has never called it.
package dev.trefoil.benchmarks.failover;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Pace;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.local.child.ClassPaths;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A new process a figure, with the function's own jars and Lambda's JVM flags. */
final class FirstFailover {
  private static final String PRIMARY = "bedrock/us.anthropic.claude-sonnet-4-6";
  private static final List<String> STANDBYS =
      List.of("azure/gpt-5.4", "vertex_ai/gemini-3.5-flash");

  /** How many calls the primary answers before it fails. */
  private static final int CALLS = 5;

  /** A model that is not to be had is not asked again, so that no pause is in the figure. */
  private static final Fault GONE = Fault.always(new Failure.NativeError(404, Optional.empty()));

  /** What is measured: in a process that had spare time, and in one that had none. */
  private record Kind(String name, boolean primed, Goal goal) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("primed", true, new Goal.AtMost(250)),
          new Kind("without priming", false, Goal.NONE));

  private final BenchmarkContext context;
  private final Clouds clouds;
  private final Controls primary;

  FirstFailover(BenchmarkContext context, Clouds clouds) {
    this.context = context;
    this.clouds = clouds;
    this.primary = clouds.model("bedrock").controls();
  }

  void run(Results results) throws IOException, InterruptedException {
    for (String standby : STANDBYS) {
      for (Kind kind : KINDS) {
        List<Double> first = new ArrayList<>();
        List<Double> warm = new ArrayList<>();
        for (int i = 0; i < context.rounds(5, 1); i++) {
          Figures figures = once(standby, kind);
          first.addAll(figures.of(FirstFailoverProcess.FIRST));
          warm.addAll(figures.of(FirstFailoverProcess.WARM));
        }
        results.add(
            Row.compared(
                "first failover to %s, %s".formatted(standby, kind.name()),
                "ms",
                Sample.of(first),
                "the calls after it",
                Sample.of(warm),
                kind.goal()));
      }
    }
  }

  private Figures once(String standby, Kind kind) throws IOException, InterruptedException {
    context.say("first failover to %s, %s".formatted(standby, kind.name()));
    Map<String, String> env = new HashMap<>(clouds.environment(HostCloud.AWS));
    List<String> flags = new ArrayList<>(clouds.jvmFlags());
    flags.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    primary.clearFault();
    primary.pace(failingAfter(CALLS));
    try {
      return new MeasuredJvm(
              context.folder("failover"), FirstFailoverProcess.class, classPath(), flags, env)
          .run(
              "first-failover",
              PRIMARY,
              String.valueOf(CALLS),
              standby,
              String.valueOf(kind.primed()));
    } finally {
      primary.pace(Pace.FREE);
      primary.clearFault();
    }
  }

  private Pace failingAfter(int answers) {
    AtomicInteger begun = new AtomicInteger();
    return token -> {
      if (token == 0 && begun.incrementAndGet() == answers) {
        primary.fault(GONE);
      }
    };
  }

  private List<Path> classPath() throws IOException {
    Path function = context.home().resolve("aws-lambda/target/function");
    List<Path> path = new ArrayList<>(ClassPaths.of(FirstFailoverProcess.class));
    path.add(function);
    path.addAll(ClassPaths.jarsIn(function.resolve("lib")));
    return path;
  }
}
