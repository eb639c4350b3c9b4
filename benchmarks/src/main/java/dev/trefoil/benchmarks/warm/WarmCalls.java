// What a call costs in a process that has made many, beside the bare client's call.
package dev.trefoil.benchmarks.warm;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.emulators.cloud.HostCloud;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Processor time and latency of one caller's calls to each service. */
public final class WarmCalls implements Measure {
  private static final String WARM_UP_MILLIS = "12000";
  private static final String SHORT_WARM_UP_MILLIS = "1800";

  @Override
  public String name() {
    return "warm";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    try (Clouds clouds = Clouds.start(context)) {
      for (Service service : Service.values()) {
        rows(service, run(context, clouds, service, List.of()), "", results);
      }
      if (!context.isQuick()) {
        rows(
            Service.BEDROCK,
            run(context, clouds, Service.BEDROCK, List.of("-XX:TieredStopAtLevel=1")),
            ", C1 only as on Lambda",
            results);
      }
    }
    results.note(
        ("warm: one caller, answers of %d tokens from loopback; both sides in one JVM, blocks of"
                + " calls in turn, processor time of the whole process. After twenty plain calls ours"
                + " asks for whole answers, as the bare client does. With --quick the compiler is still"
                + " at work, mostly on what is ours.")
            .formatted(WarmProcess.TOKENS));
  }

  private static Figures run(
      BenchmarkContext context, Clouds clouds, Service service, List<String> flags)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(clouds.jvmFlags());
    all.addAll(flags);
    context.say("calls of " + service.service());
    return new MeasuredJvm(
            context.folder("warm"),
            WarmProcess.class,
            MeasuredJvm.ownClassPath(),
            all,
            clouds.environment(HostCloud.AWS))
        .run(
            service.service(),
            service.name(),
            context.isQuick() ? SHORT_WARM_UP_MILLIS : WARM_UP_MILLIS,
            String.valueOf(context.rounds(15, 4)),
            "200");
  }

  private static void rows(Service service, Figures figures, String how, Results results)
      throws IOException {
    for (boolean stream : new boolean[] {false, true}) {
      String call = service.service() + (stream ? " streamed" : " plain");
      for (String clock : List.of("CPU", "wall")) {
        results.add(
            Row.compared(
                "warm call, " + call + ", " + clock + how,
                "ms",
                sample(figures, WarmProcess.ours(stream), clock),
                service.bare(stream),
                sample(figures, WarmProcess.theirs(stream), clock),
                clock.equals("CPU") ? new Goal.AtMostMore(0.25) : Goal.NONE));
      }
    }
  }

  private static Sample sample(Figures figures, String side, String clock) throws IOException {
    return Sample.of(figures.of(side + " " + clock.toLowerCase(java.util.Locale.ROOT)));
  }
}
