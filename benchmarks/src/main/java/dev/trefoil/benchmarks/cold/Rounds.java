// Starts in turn, so that what drifts meanwhile drifts for all.
package dev.trefoil.benchmarks.cold;

import dev.trefoil.benchmarks.Lab;
import dev.trefoil.benchmarks.cold.Start.Took;
import dev.trefoil.benchmarks.report.Findings;
import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Pairs;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What several ways of starting took, by the way. */
public record Rounds(Map<Start, List<Took>> took) {

  /** Starts each so many times, in turn, after a round that does not count. */
  public static Rounds of(List<Start> starts, int rounds, Lab lab)
      throws IOException, InterruptedException {
    Map<Start, List<Took>> took = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Start start : starts) {
        Took once = start.once();
        lab.say(
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
    return Sample.of(took.get(start).stream().map(Took::wallMillis).toList());
  }

  Sample cpu(Start start) {
    return Sample.of(took.get(start).stream().map(Took::cpuMillis).toList());
  }

  /** Two rows: the goal is for the wall's clock, the processor's stands beside it. */
  void compare(String measure, Start ours, Start theirs, Goal goal, Findings findings) {
    findings.add(Row.compared(measure, "ms", wall(ours), theirs.name(), wall(theirs), goal));
    findings.add(
        Row.compared(measure + ", CPU", "ms", cpu(ours), theirs.name(), cpu(theirs), Goal.NONE));
  }

  /** Two rows as {@link #compare} gives them, start by start, both held to the goal. */
  public void pair(String measure, Start ours, Start theirs, Goal goal, Findings findings) {
    findings.add(
        Row.paired(measure, "ms", pairs(ours, theirs, Took::wallMillis), theirs.name(), goal));
    findings.add(
        Row.paired(
            measure + ", CPU", "ms", pairs(ours, theirs, Took::cpuMillis), theirs.name(), goal));
  }

  private Pairs pairs(Start ours, Start theirs, Function<Took, Double> figure) {
    return new Pairs(
        took.get(ours).stream().map(figure).toList(),
        took.get(theirs).stream().map(figure).toList());
  }
}
