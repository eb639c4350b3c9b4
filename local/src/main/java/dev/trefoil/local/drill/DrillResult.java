// What a drill has shown, and whether that is good.
package dev.trefoil.local.drill;

import java.util.List;

/**
 * The counts of a drill.
 *
 * @param answer the calls that had a target that could answer
 * @param error those that had none
 * @param either those for which both were right, by whose turn it was
 * @param attemptsTold how many attempts the callers were told of
 * @param attemptsSeen how many requests the model services have seen; fewer where connections were
 *     cut that carried several
 * @param falseAccounts in how many phases these two differ for no such reason
 * @param guarded what came of calls while guardrails failed
 * @param handovers outages of each cloud's own service
 * @param complaints what went wrong, a line each; not all where there are many
 */
public record DrillResult(
    Calls answer,
    Calls error,
    Calls either,
    long attemptsTold,
    long attemptsSeen,
    int falseAccounts,
    Guarded guarded,
    List<Handover> handovers,
    List<String> complaints) {

  /**
   * Calls of which the same is expected.
   *
   * @param whole how many got the whole answer
   * @param errors how many got an honest error
   * @param wrong how many got neither
   */
  public record Calls(int whole, int errors, int wrong) {
    public int all() {
      return whole + errors + wrong;
    }
  }

  public DrillResult {
    handovers = List.copyOf(handovers);
    complaints = List.copyOf(complaints);
  }

  public int requests() {
    return answer.all() + error.all() + either.all();
  }

  /** Answers that are wrong, or cut short without a word of it. */
  public int wrong() {
    return answer.wrong() + error.wrong() + either.wrong();
  }

  public double attemptsPerRequest() {
    return (double) attemptsSeen / requests();
  }

  /**
   * Whether every call that had a target that could answer got the whole answer, every call that
   * had none an error, none got anything else, every attempt was told of, nothing passed a
   * guardrail that should not have, and every outage was both bridged and recovered from.
   */
  public boolean isGood() {
    return answer.whole() == answer.all()
        && error.errors() == error.all()
        && wrong() == 0
        && falseAccounts == 0
        && guarded.isGood()
        && handovers.stream().allMatch(h -> h.firstGood().isPresent() && h.back().isPresent());
  }
}
