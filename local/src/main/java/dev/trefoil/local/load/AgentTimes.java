// How long the runs of one agent took.
package dev.trefoil.local.load;

import java.util.List;
import java.util.Locale;

/**
 * The accounting.
 *
 * @param runs that were asked for
 * @param modelCalls that reached the emulated service
 * @param calls of tools in all
 * @param modelMillis how long the model takes to begin
 * @param millis of those that were completed, with all their calls made, in ascending order
 */
public record AgentTimes(
    String cloud, int runs, int modelCalls, int calls, int modelMillis, List<Long> millis) {
  /** What 95 of 100 runs are to be answered in. */
  private static final long GOAL_MILLIS = 3_000;

  public AgentTimes {
    millis = millis.stream().sorted().toList();
  }

  /** The time within which so many of 100 runs were answered; 0 where none was. */
  public long percentile(int of100) {
    return millis.isEmpty() ? 0 : millis.get((int) Math.ceil(millis.size() * of100 / 100.0) - 1);
  }

  /** Every run was answered with two calls, each paid for as two questions, and soon enough. */
  public boolean isSound() {
    return millis.size() == runs
        && calls == 2 * runs
        && modelCalls == 2 * runs
        && percentile(95) < GOAL_MILLIS;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-5s runs %d  completed %d  model calls %d of %d ms  tool calls %d"
            + "  p50 %d ms  p95 %d ms (goal < %d)  %s",
        cloud,
        runs,
        millis.size(),
        modelCalls,
        modelMillis,
        calls,
        percentile(50),
        percentile(95),
        GOAL_MILLIS,
        isSound() ? "kept" : "NOT KEPT");
  }
}
