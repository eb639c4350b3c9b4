package dev.trefoil.local.crash;

import java.util.Locale;

/**
 * What became of the tool calls of runs, told by the runs and counted at the tools.
 *
 * @param made calls that must not be made twice, by runs that say that they were made
 * @param unknown runs that say that such a call may have been made
 * @param wrong runs whose word does not agree with what the tool counted
 * @param twice how often such calls were made again: never
 * @param repeats how often the others were, which may be
 */
public record ToolUse(int made, int unknown, int wrong, int twice, int repeats) {
  /** What may not be called twice was not, and every run says how it is. */
  boolean isSound() {
    return wrong == 0 && twice == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "orders made %d, perhaps made %d, wrongly told %d, made twice %d; looks repeated %d",
        made,
        unknown,
        wrong,
        twice,
        repeats);
  }
}
