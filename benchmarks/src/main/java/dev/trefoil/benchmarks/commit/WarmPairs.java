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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time a call, by Lambda's own flags: of the whole process, compiler included. */
final class WarmPairs {

  /**
   * Pairs of one process each side. The JIT compiler decides anew in each process, so that pairs of
   * one process alone would compare two decisions, however many there are.
   */
  private static final int PAIRS_A_PROCESS = 3;

  private final BenchmarkContext context;
  private final Path logs;
  private final int pairs;

  WarmPairs(BenchmarkContext context, Path logs, int pairs) {
    this.context = context;
    this.logs = logs;
    this.pairs = pairs;
  }

  /**
   * Calls that are measured together.
   *
   * @param name for the table
   * @param calls of a block: so many that Linux' clock of 10 ms counts it to a few in a hundred
   * @param warmUp calls before the first block of a process
   */
  record Kind(String name, byte[] event, int calls, int warmUp) {}

  /** Adds a row for each kind. */
  void run(
      LambdaFunction ours, LambdaFunction theirs, String other, List<Kind> kinds, Results results)
      throws IOException, InterruptedException {
    Map<Kind, Blocks> blocks = new LinkedHashMap<>();
    kinds.forEach(kind -> blocks.put(kind, new Blocks(new ArrayList<>(), new ArrayList<>())));
    for (int done = 0; done < pairs; done += PAIRS_A_PROCESS) {
      measure(ours, theirs, Math.min(PAIRS_A_PROCESS, pairs - done), blocks);
    }
    blocks.forEach((kind, found) -> results.add(row(kind, found, other)));
  }

  /** Milliseconds of processor time a call, of each block of calls. */
  private record Blocks(List<Double> ours, List<Double> theirs) {}

  private static Row row(Kind kind, Blocks blocks, String other) {
    return Row.paired(
        "warm call on Lambda, " + kind.name() + ", CPU",
        "ms",
        new Pairs(blocks.ours(), blocks.theirs()),
        other,
        new Goal.AtMostTimes(1.05));
  }

  /** Adds some pairs of one process each side. */
  private void measure(
      LambdaFunction ours, LambdaFunction theirs, int some, Map<Kind, Blocks> blocks)
      throws IOException, InterruptedException {
    context.say("  warm calls in a new process each");
    try (RuntimeApi ourApi = new RuntimeApi();
        MeasuredProcess ourProcess = started(ours, ourApi);
        RuntimeApi theirApi = new RuntimeApi();
        MeasuredProcess theirProcess = started(theirs, theirApi)) {
      for (Map.Entry<Kind, Blocks> one : blocks.entrySet()) {
        Kind kind = one.getKey();
        int warmUp = context.rounds(kind.warmUp(), kind.calls());
        block(ourApi, ourProcess, kind.event(), warmUp);
        block(theirApi, theirProcess, kind.event(), warmUp);
        for (int pair = 0; pair < some; pair++) {
          one.getValue().ours().add(block(ourApi, ourProcess, kind.event(), kind.calls()));
          one.getValue().theirs().add(block(theirApi, theirProcess, kind.event(), kind.calls()));
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
