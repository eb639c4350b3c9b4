// What a change costs: this build beside another commit's, pair by pair.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Built;
import dev.trefoil.benchmarks.Clouds;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.cold.AotStart;
import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.Functions;
import dev.trefoil.benchmarks.cold.InvocationStart;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.Rounds;
import dev.trefoil.benchmarks.cold.Start;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import dev.trefoil.deployment.archive.Written;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Start-up, warm calls, classes and bytes of the Lambda function of both, called in turn and seen
 * from outside, so that a commit with other classes can be compared as well.
 */
public final class CommitBefore implements Measure {
  /** What a change may cost before somebody has to say why: within it lies the machine's noise. */
  private static final Goal NO_WORSE = new Goal.AtMostTimes(1.05);

  private static final int PAIRS = 30;
  private static final int FEW = 5;

  private static final List<WarmPairs.Kind> CALLS =
      List.of(
          new WarmPairs.Kind("plain", Events.chat("chat", false), 300, 2_000),
          new WarmPairs.Kind("streamed", Events.chat("chat", true), 300, 2_000));

  private final String revision;

  /**
   * @param revision as git knows it: a hash, {@code HEAD~1}, a branch
   */
  public CommitBefore(String revision) {
    this.revision = revision;
  }

  @Override
  public String name() {
    return "commit";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    OtherCommit other = OtherCommit.build(context, revision);
    Path logs = context.folder("commit");
    int pairs = context.rounds(PAIRS, FEW);
    try (Clouds clouds = Clouds.start(context)) {
      Functions functions = new Functions(context, clouds);
      LambdaFunction ours = functions.managed(Functions.HANDLER, Built.in(context).lambda());
      LambdaFunction theirs = functions.managed(Functions.HANDLER, other.lambda());
      starts("cold start", ours, theirs, other, pairs, context, results);
      if (Runtime.version().feature() >= 25) {
        starts(
            "cold, Lambda image with AOT cache",
            cached(functions, Built.in(context).lambda(), "ours", logs),
            cached(functions, other.lambda(), "theirs", logs),
            other,
            pairs,
            context,
            results);
      }
      new WarmPairs(context, logs, pairs).run(ours, theirs, other.id(), CALLS, results);
      new LoadedClasses(logs).run(ours, theirs, other.id(), results);
    }
    for (Written written : Built.in(context).written()) {
      String archive = written.file().getFileName().toString();
      String measure = "archive " + archive;
      Sample ours = Sample.of(written.bytes());
      results.add(
          other
              .bytes(archive)
              .map(
                  theirs ->
                      Row.compared(
                          measure, "bytes", ours, other.id(), Sample.of(theirs), Goal.NONE))
              .orElseGet(() -> Row.alone(measure, "bytes", ours, Goal.NONE)));
    }
    results.note(other.note(name(), pairs));
  }

  private static LambdaFunction cached(Functions functions, Path archive, String whose, Path logs)
      throws IOException, InterruptedException {
    return AotStart.cached(
        functions.image(Functions.HANDLER, archive), logs.resolve(whose + ".aot"), logs);
  }

  private static void starts(
      String measure,
      LambdaFunction ours,
      LambdaFunction theirs,
      OtherCommit other,
      int pairs,
      BenchmarkContext context,
      Results results)
      throws IOException, InterruptedException {
    Path logs = context.folder("commit");
    Start here = new InvocationStart("this build", api -> ours.start(logs, api));
    Start there = new InvocationStart(other.id(), api -> theirs.start(logs, api));
    Rounds.of(List.of(here, there), pairs, context).pair(measure, here, there, NO_WORSE, results);
  }
}
