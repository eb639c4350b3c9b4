// What a failing primary costs its callers.
package dev.trefoil.benchmarks.failover;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.process.Figures;
import dev.trefoil.benchmarks.process.MeasuredJvm;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.policy.BreakerSettings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Calls past an open breaker. */
public final class Failover implements Measure {
  /** Longer than the measure takes. */
  private static final String STAYS_OPEN = "{\"breaker\": {\"openMs\": \"600000\"},";

  @Override
  public String name() {
    return "failover";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    try (Clouds clouds = Clouds.start(context)) {
      openBreaker(context, clouds, results);
      new FirstFailover(context, clouds).run(results);
    }
  }

  private static void openBreaker(BenchmarkContext context, Clouds clouds, Results results)
      throws IOException, InterruptedException {
    context.say("calls past an open breaker");
    // As many as open the breaker; from then on the service would answer, but is not asked.
    clouds
        .model("bedrock")
        .controls()
        .fault(Fault.next(BreakerSettings.DEFAULTS.consecutiveFailures(), new Failure.Outage()));
    Map<String, String> env = new HashMap<>(clouds.environment(HostCloud.AWS));
    env.merge(TrefoilConfig.VARIABLE, STAYS_OPEN, (json, open) -> json.replaceFirst("\\{", open));
    Figures figures =
        new MeasuredJvm(
                context.folder("failover"),
                OpenBreakerProcess.class,
                MeasuredJvm.ownClassPath(),
                clouds.jvmFlags(),
                env)
            .run(
                "open-breaker",
                String.valueOf(context.rounds(8_000, 1_000)),
                String.valueOf(context.rounds(15, 5)),
                "200");
    row("wall", "the standby called outright", OpenBreakerProcess.STANDBY, figures, results);
    row("wall", "a healthy primary", OpenBreakerProcess.HEALTHY, figures, results);
    row("CPU", "the standby called outright", OpenBreakerProcess.STANDBY, figures, results);
  }

  private static void row(
      String clock, String comparedWith, String side, Figures figures, Results results)
      throws IOException {
    String column = clock.equals("wall") ? " wall" : " cpu";
    results.add(
        Row.compared(
            "call past an open breaker, " + clock,
            "ms",
            Sample.of(figures.of(OpenBreakerProcess.OPEN + column)),
            comparedWith,
            Sample.of(figures.of(side + column)),
            new Goal.AtMostMore(1)));
  }
}
