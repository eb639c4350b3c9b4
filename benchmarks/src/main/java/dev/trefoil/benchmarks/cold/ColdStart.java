// From nothing to the first answer, in Lambda's managed runtime.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive's HTTP function, beside the smallest Java handler that makes the same call of the SDK
 * and is deployed as Maven leaves it.
 */
public final class ColdStart implements Measure {
  private static final String SMALLEST = "dev.trefoil.baseline.SmallestHandler";
  private static final String IN_CONTAINER = "dev.trefoil.baseline.SmallestServlet";

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public void run(Lab lab, Findings findings) throws IOException, InterruptedException {
    Path logs = lab.folder("cold");
    try (Clouds clouds = Clouds.start(lab)) {
      Functions functions = new Functions(lab, clouds);
      Start ours =
          zip("trefoil", functions.managed(Functions.HANDLER, Built.in(lab).lambda()), logs);
      Start smallest =
          zip(
              "smallest handler",
              functions.managed(SMALLEST, baseline(lab, "smallest-handler")),
              logs);
      Start container =
          zip(
              "smallest handler in aws-serverless-java-container",
              functions.managed(IN_CONTAINER, baseline(lab, "servlet-handler")),
              logs);
      Rounds rounds = Rounds.of(List.of(ours, smallest, container), lab.rounds(11, 3), lab);
      rounds.compare("cold start", ours, smallest, new Goal.AtMostTimes(1.1), findings);
      rounds.compare("cold start", ours, container, Goal.NONE, findings);
    }
  }

  private static Path baseline(Lab lab, String module) {
    return lab.home().resolve("benchmarks").resolve(module).resolve("target/function");
  }

  private static Start zip(String name, LambdaFunction function, Path logs) {
    return new Invoked(name, api -> function.start(logs, api));
  }
}
