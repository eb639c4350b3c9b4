// From nothing to the first answer, in Lambda's managed runtime.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The archive's HTTP function, beside its servlet form and the runtime of its own, and beside the
 * smallest Java handler that makes the same call of the SDK and is deployed as Maven leaves it.
 */
public final class ColdStart implements Measure {
  private static final String SERVLET = "dev.trefoil.aws.servlet.ServletLambda";
  private static final String SMALLEST = "dev.trefoil.baseline.SmallestHandler";
  private static final String IN_CONTAINER = "dev.trefoil.baseline.SmallestServlet";

  /** Of the servlet form and the plain one, whose difference is near the machine's noise. */
  private static final int SERVLET_PAIRS = 30;

  @Override
  public String name() {
    return "cold";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    Path logs = context.folder("cold");
    try (Clouds clouds = Clouds.start(context)) {
      Functions functions = new Functions(context, clouds);
      Start ours =
          zip("plain form", functions.managed(Functions.HANDLER, Built.in(context).lambda()), logs);
      Start servlet =
          zip(
              "servlet form",
              functions.managed(SERVLET, Built.in(context).lambdaWithServlet()),
              logs);
      OwnRuntime runtime = functions.ownRuntime(Built.in(context).lambdaNativeStreaming());
      Start streaming =
          new InvocationStart("trefoil as a runtime of its own", api -> runtime.start(logs, api));
      Start smallest =
          zip(
              "smallest handler",
              functions.managed(SMALLEST, baseline(context, "smallest-handler")),
              logs);
      Start container =
          zip(
              "smallest handler in aws-serverless-java-container",
              functions.managed(IN_CONTAINER, baseline(context, "servlet-handler")),
              logs);
      Rounds rounds =
          Rounds.of(List.of(ours, streaming, smallest, container), context.rounds(11, 3), context);
      rounds.compare("cold start", ours, streaming, Goal.NONE, results);
      rounds.compare("cold start", ours, smallest, new Goal.AtMostTimes(1.1), results);
      rounds.compare("cold start", ours, container, Goal.NONE, results);
      Rounds.of(List.of(servlet, ours), context.rounds(SERVLET_PAIRS, 3), context)
          .pair("cold start, servlet form", servlet, ours, Goal.NONE, results);
    }
  }

  private static Path baseline(BenchmarkContext context, String module) {
    return context.home().resolve("benchmarks").resolve(module).resolve("target/function");
  }

  private static Start zip(String name, LambdaFunction function, Path logs) {
    return new InvocationStart(name, api -> function.start(logs, api));
  }
}
