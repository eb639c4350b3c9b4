// Starts in turn, so that what drifts meanwhile drifts for all.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.cold.Start.StartTime;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What several ways of starting took, by the way. */
public record Rounds(Map<Start, List<StartTime>> took) {

  /** Starts each so many times, in turn, after a round that does not count. */
  public static Rounds of(List<Start> starts, int rounds, BenchmarkContext context)
      throws IOException, InterruptedException {
    Map<Start, List<StartTime>> took = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Start start : starts) {
        StartTime once = start.once();
        context.say(
            "  %s: %.0f ms, %.0f ms of CPU"
                .formatted(start.name(), once.wallMillis(), once.cpuMillis()));
        if (round >= 0) {
          took.computeIfAbsent(start, unused -> new ArrayList<>()).add(once);
        }
      }
    }
    return new Rounds(took);
  }

  Sample wall(Start start) {
    return Sample.of(took.get(start).stream().map(StartTime::wallMillis).toList());
  }

  Sample cpu(Start start) {
    return Sample.of(took.get(start).stream().map(StartTime::cpuMillis).toList());
  }

  /** Two rows: the goal is for the wall's clock, the processor's stands beside it. */
  void compare(String measure, Start ours, Start theirs, Goal goal, Results results) {
    results.add(Row.compared(measure, "ms", wall(ours), theirs.name(), wall(theirs), goal));
    results.add(
        Row.compared(measure + ", CPU", "ms", cpu(ours), theirs.name(), cpu(theirs), Goal.NONE));
  }

  /** Two rows as {@link #compare} gives them, start by start, both held to the goal. */
  public void pair(String measure, Start ours, Start theirs, Goal goal, Results results) {
    results.add(
        Row.paired(measure, "ms", pairs(ours, theirs, StartTime::wallMillis), theirs.name(), goal));
    results.add(
        Row.paired(
            measure + ", CPU",
            "ms",
            pairs(ours, theirs, StartTime::cpuMillis),
            theirs.name(),
            goal));
  }

  private Pairs pairs(Start ours, Start theirs, Function<StartTime, Double> figure) {
    return new Pairs(
        took.get(ours).stream().map(figure).toList(),
        took.get(theirs).stream().map(figure).toList());
  }
}
