// What became of the jobs of one cloud, counted against the ids that were sent.
package dev.trefoil.local.crash;

import java.util.Locale;

/**
 * The accounting.
 *
 * @param jobs that were sent and should succeed
 * @param succeeded of those, with their own answer
 * @param kills of workers by SIGKILL
 * @param takenOver jobs that were begun more than once: their worker died between claim and result
 * @param begunAgain how many times in all, since a job may lose several
 * @param calls of models for these jobs
 * @param repeats of those, beyond one a job
 * @param poison messages that were sent and can never succeed
 * @param deadLetters that are poison, each counted once
 * @param otherDeadLetters that are none
 */
public record Accounts(
    String cloud,
    int jobs,
    int succeeded,
    int kills,
    int takenOver,
    int begunAgain,
    int calls,
    int repeats,
    int poison,
    int deadLetters,
    int otherDeadLetters) {

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
        && otherDeadLetters == 0;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-5s jobs %d  results %d  lost %d  kills %d  taken over %d, begun again %d"
            + "  model calls %d, repeats %d"
            + "  poison %d, dead-lettered %d, others %d",
        cloud,
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
        otherDeadLetters);
  }
}
