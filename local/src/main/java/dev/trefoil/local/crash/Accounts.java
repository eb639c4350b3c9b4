// What became of the jobs or runs of one cloud, counted against the ids that were sent.
package dev.trefoil.local.crash;

import java.util.Locale;
import java.util.Optional;

/**
 * The accounting.
 *
 * @param noun what the jobs are called
 * @param jobs that were sent and should succeed
 * @param succeeded of those, with their own answer
 * @param kills of workers by SIGKILL
 * @param takenOver jobs that were begun more than once: their worker died between claim and result
 * @param begunAgain how many times in all, since a job may lose several
 * @param calls of models for these jobs
 * @param repeats of those, beyond what a job asks
 * @param poison messages that were sent and can never succeed
 * @param deadLetters that are poison, each counted once
 * @param otherDeadLetters that are none
 * @param tools what became of tool calls, where there are any
 */
public record Accounts(
    String cloud,
    String noun,
    int jobs,
    int succeeded,
    int kills,
    int takenOver,
    int begunAgain,
    int calls,
    int repeats,
    int poison,
    int deadLetters,
    int otherDeadLetters,
    Optional<ToolUse> tools) {

  /** Jobs without a result. */
  public int lost() {
    return jobs - succeeded;
  }

  /** Nothing lost, every job's model called, and the poison, and only that, dead-lettered. */
  public boolean isSound() {
    return lost() == 0
        && calls >= jobs
        && repeats <= begunAgain
        && deadLetters == poison
        && otherDeadLetters == 0
        && tools.map(ToolUse::isSound).orElse(true);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-5s %s %d  results %d  lost %d  kills %d  taken over %d, begun again %d"
            + "  model calls %d, repeats %d"
            + "  poison %d, dead-lettered %d, others %d%s",
        cloud,
        noun,
        jobs,
        succeeded,
        lost(),
        kills,
        takenOver,
        begunAgain,
        calls,
        repeats,
        poison,
        deadLetters,
        otherDeadLetters,
        tools.map(use -> "  " + use).orElse(""));
  }
}
