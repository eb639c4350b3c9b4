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
  private static final boolean[] KINDS = {false, true};

  private static final int WARM_UP = 2_000;

  /**
   * Pairs of one process each side. The JIT compiler decides anew in each process, so that pairs of
   * one process alone would compare two decisions, however many there are.
   */
  private static final int PAIRS_A_PROCESS = 3;

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
    Blocks plain = new Blocks(new ArrayList<>(), new ArrayList<>());
    Blocks streamed = new Blocks(new ArrayList<>(), new ArrayList<>());
    for (int done = 0; done < pairs; done += PAIRS_A_PROCESS) {
      measure(ours, theirs, Math.min(PAIRS_A_PROCESS, pairs - done), plain, streamed);
    }
    findings.add(row("plain", plain, other));
    findings.add(row("streamed", streamed, other));
  }

  /** Milliseconds of processor time a call, of each block of calls. */
  private record Blocks(List<Double> ours, List<Double> theirs) {}

  private static Row row(String kind, Blocks blocks, String other) {
    return Row.paired(
        "warm call on Lambda, " + kind + ", CPU",
        "ms",
        new Pairs(blocks.ours(), blocks.theirs()),
        other,
        new Goal.AtMostTimes(1.05));
  }

  /** Adds some pairs of one process each side. */
  private void measure(
      LambdaFunction ours, LambdaFunction theirs, int some, Blocks plain, Blocks streamed)
      throws IOException, InterruptedException {
    lab.say("  warm calls in a new process each");
    try (RuntimeApi ourApi = new RuntimeApi();
        Side ourSide = started(ours, ourApi);
        RuntimeApi theirApi = new RuntimeApi();
        Side theirSide = started(theirs, theirApi)) {
      for (boolean stream : KINDS) {
        byte[] event = Events.chat("chat", stream);
        block(ourApi, ourSide, event, lab.rounds(WARM_UP, CALLS));
        block(theirApi, theirSide, event, lab.rounds(WARM_UP, CALLS));
        Blocks found = stream ? streamed : plain;
        for (int pair = 0; pair < some; pair++) {
          found.ours().add(block(ourApi, ourSide, event, CALLS));
          found.theirs().add(block(theirApi, theirSide, event, CALLS));
        }
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
