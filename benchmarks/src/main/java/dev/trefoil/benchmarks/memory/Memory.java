// The measure of memory.
package dev.trefoil.benchmarks.memory;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Of the Lambda function's process, and of the server with many streams open. */
public final class Memory implements Measure {
  private static final int STREAMS = 1000;

  /** Ten thousand, but for the files that this machine lets a process open: two a stream. */
  private static final int MANY = 9000;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void run(BenchmarkContext context, Results results)
      throws IOException, InterruptedException {
    List<LambdaMemory.Peak> peaks = new ArrayList<>();
    List<Double> streams = new ArrayList<>();
    List<Double> many = new ArrayList<>();
    for (int round = 0; round < context.rounds(3, 1); round++) {
      peaks.add(LambdaMemory.measure(context));
      context.say(peaks.getLast().toString());
      streams.add(OpenStreams.measure(context, STREAMS, "1g"));
      many.add(OpenStreams.measure(context, MANY, "4g"));
      context.say(
          "an open stream: %.1f KB of %d, %.1f of %d"
              .formatted(streams.getLast(), STREAMS, many.getLast(), MANY));
    }
    results.add(
        Row.alone(
            "peak memory, Lambda, one provider",
            "MB",
            sample(peaks, LambdaMemory.Peak::one),
            new Goal.AtMost(180)));
    results.add(
        Row.alone(
            "peak memory, Lambda, three providers",
            "MB",
            sample(peaks, LambdaMemory.Peak::all),
            new Goal.AtMost(260)));
    results.add(
        Row.alone(
            "memory of an open stream, " + STREAMS + " open",
            "KB",
            Sample.of(streams),
            new Goal.AtMost(24)));
    results.add(
        Row.alone(
            "memory of an open stream, " + MANY + " open",
            "KB",
            Sample.of(many),
            new Goal.AtMost(24)));
    results.note(
        "Memory of Lambda: the most that was resident (VmHWM) after 200 calls of each provider, of"
            + " a function of 1769 MB with the managed runtime's JVM flags, and with the heap that"
            + " a JVM begins with on a machine of that size.");
    results.note(
        "Memory of a stream: resident with all streams open midway, less resident before, divided"
            + " by their number, in a server that has had 4 at once before, with the collector and"
            + " heap that a JVM chooses in a container of one processor and 1 GB ("
            + MANY
            + " streams: 4 GB).");
  }

  private static <T> Sample sample(List<T> figures, ToDoubleFunction<T> figure) {
    return Sample.of(figures.stream().mapToDouble(figure).toArray());
  }
}
