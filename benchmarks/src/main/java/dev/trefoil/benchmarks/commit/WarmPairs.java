// Calls of two processes that have made many, in turn.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.Invoked;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.RuntimeApi;
import dev.trefoil.benchmarks.process.Side;
import dev.trefoil.benchmarks.process.Spent;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processor time a call, by Lambda's own flags: of the whole process, compiler included. */
final class WarmPairs {
  private static final int WARM_UP = 2_000;

  /** So many that Linux' clock of 10 ms counts a block to a few in a hundred. */
  private static final int CALLS = 300;

  private final Lab lab;
  private final Path logs;
  private final int pairs;

  WarmPairs(Lab lab, Path logs, int pairs) {
    this.lab = lab;
    this.logs = logs;
    this.pairs = pairs;
  }

  void run(LambdaFunction ours, LambdaFunction theirs, String other, Findings findings)
      throws IOException, InterruptedException {
    try (RuntimeApi ourApi = new RuntimeApi();
        Side ourSide = started(ours, ourApi);
        RuntimeApi theirApi = new RuntimeApi();
        Side theirSide = started(theirs, theirApi)) {
      for (boolean stream : new boolean[] {false, true}) {
        byte[] event = Events.chat("chat", stream);
        String kind = stream ? "streamed" : "plain";
        lab.say("  warm calls, " + kind);
        block(ourApi, ourSide, event, lab.rounds(WARM_UP, CALLS));
        block(theirApi, theirSide, event, lab.rounds(WARM_UP, CALLS));
        List<Double> here = new ArrayList<>();
        List<Double> there = new ArrayList<>();
        for (int pair = 0; pair < pairs; pair++) {
          here.add(block(ourApi, ourSide, event, CALLS));
          there.add(block(theirApi, theirSide, event, CALLS));
        }
        findings.add(
            Row.paired(
                "warm call on Lambda, " + kind + ", CPU",
                "ms",
                new Pairs(here, there),
                other,
                new Goal.AtMostTimes(1.05)));
      }
    }
  }

  /**
   * A process that has answered once: while one starts, no other may, since the runtime interface
   * client unpacks its native library to one place in {@code /tmp}.
   */
  private Side started(LambdaFunction function, RuntimeApi api)
      throws IOException, InterruptedException {
    Side side = function.start(logs, api);
    try {
      Invoked.requireGood(api.invoke(Events.chat(), side), side);
      return side;
    } catch (IOException | InterruptedException e) {
      side.close();
      throw e;
    }
  }

  /** Milliseconds of processor time a call. */
  private static double block(RuntimeApi api, Side side, byte[] event, int calls)
      throws IOException, InterruptedException {
    double before = Spent.cpuMillis(side.pid());
    for (int call = 0; call < calls; call++) {
      Invoked.requireGood(api.invoke(event, side), side);
    }
    return (Spent.cpuMillis(side.pid()) - before) / calls;
  }
}
