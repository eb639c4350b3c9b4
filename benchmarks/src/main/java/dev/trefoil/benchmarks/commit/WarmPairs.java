// Calls of two processes that have made many, in turn.
package dev.trefoil.benchmarks.commit;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.cold.Events;
import dev.trefoil.benchmarks.cold.InvocationStart;
import dev.trefoil.benchmarks.cold.LambdaFunction;
import dev.trefoil.benchmarks.cold.RuntimeApi;
import dev.trefoil.benchmarks.process.MeasuredProcess;
import dev.trefoil.benchmarks.process.ProcessStats;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
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

  private final BenchmarkContext context;
  private final Path logs;
  private final int pairs;

  WarmPairs(BenchmarkContext context, Path logs, int pairs) {
    this.context = context;
    this.logs = logs;
    this.pairs = pairs;
  }

  void run(LambdaFunction ours, LambdaFunction theirs, String other, Results results)
      throws IOException, InterruptedException {
    Blocks plain = new Blocks(new ArrayList<>(), new ArrayList<>());
    Blocks streamed = new Blocks(new ArrayList<>(), new ArrayList<>());
    for (int done = 0; done < pairs; done += PAIRS_A_PROCESS) {
      measure(ours, theirs, Math.min(PAIRS_A_PROCESS, pairs - done), plain, streamed);
    }
    results.add(row("plain", plain, other));
    results.add(row("streamed", streamed, other));
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
    context.say("  warm calls in a new process each");
    try (RuntimeApi ourApi = new RuntimeApi();
        MeasuredProcess ourProcess = started(ours, ourApi);
        RuntimeApi theirApi = new RuntimeApi();
        MeasuredProcess theirProcess = started(theirs, theirApi)) {
      for (boolean stream : KINDS) {
        byte[] event = Events.chat("chat", stream);
        block(ourApi, ourProcess, event, context.rounds(WARM_UP, CALLS));
        block(theirApi, theirProcess, event, context.rounds(WARM_UP, CALLS));
        Blocks found = stream ? streamed : plain;
        for (int pair = 0; pair < some; pair++) {
          found.ours().add(block(ourApi, ourProcess, event, CALLS));
          found.theirs().add(block(theirApi, theirProcess, event, CALLS));
        }
      }
    }
  }

  /**
   * A process that has answered once: while one starts, no other may, since the runtime interface
   * client unpacks its native library to one place in {@code /tmp}.
   */
  private MeasuredProcess started(LambdaFunction function, RuntimeApi api)
      throws IOException, InterruptedException {
    MeasuredProcess process = function.start(logs, api);
    try {
      InvocationStart.requireGood(api.invoke(Events.chat(), process), process);
      return process;
    } catch (IOException | InterruptedException e) {
      process.close();
      throw e;
    }
  }

  /** Milliseconds of processor time a call. */
  private static double block(RuntimeApi api, MeasuredProcess process, byte[] event, int calls)
      throws IOException, InterruptedException {
    double before = ProcessStats.cpuMillis(process.pid());
    for (int call = 0; call < calls; call++) {
      InvocationStart.requireGood(api.invoke(event, process), process);
    }
    return (ProcessStats.cpuMillis(process.pid()) - before) / calls;
  }
}
