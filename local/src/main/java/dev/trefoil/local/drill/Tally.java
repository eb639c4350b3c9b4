// Keeps count while the drill runs.
package dev.trefoil.local.drill;

import dev.trefoil.emulators.Fault;
import dev.trefoil.local.drill.Caller.Outcome;
import dev.trefoil.local.drill.DrillResult.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts of what was expected and what came. Used by one thread. */
final class Tally {
  private static final int MOST_COMPLAINTS = 20;

  private final int[][] counts = new int[Expectation.values().length][Verdict.Kind.values().length];
  private final List<Handover> handovers = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private long told;
  private long seen;
  private long toldLately;
  private int falseAccounts;
  private Guarded guarded = Guarded.NONE;

  /**
   * Counts a call.
   *
   * @param faults what held meanwhile, by service
   * @param during the same in a person's words
   */
  void add(String cloud, Outcome outcome, Map<String, Optional<Fault>> faults, String during) {
    Verdict.Kind got = outcome.verdict().kind();
    Expectation expected = Expectation.of(outcome.question(), faults);
    if (expected == Expectation.EITHER && got == Verdict.Kind.ERROR) {
      expected = Expectation.afterwards(outcome.question(), faults, outcome.reply().orElseThrow());
    }
    counts[expected.ordinal()][got.ordinal()]++;
    toldLately += outcome.attempts();
    boolean right =
        switch (expected) {
          case ANSWER -> got == Verdict.Kind.WHOLE;
          case ERROR -> got == Verdict.Kind.ERROR;
          case EITHER -> got != Verdict.Kind.WRONG;
        };
    if (!right) {
      Question question = outcome.question();
      complain(
          "%s on %s (%s%s), expected %s: %s [%s] while %s"
              .formatted(
                  question.id(),
                  cloud,
                  question.shape(),
                  question.streamed() ? ", streamed" : "",
                  expected,
                  outcome.verdict().why(),
                  outcome.trail(),
                  during));
    }
  }

  /**
   * Ends a stretch of calls.
   *
   * @param attempts what the services have seen, which must be what the callers were told
   * @param lossy whether attempts may have been cut off before they were seen
   */
  void seen(int attempts, boolean lossy, String during) {
    if (lossy ? attempts > toldLately : attempts != toldLately) {
      falseAccounts++;
      complain(
          "the services saw %d attempts and the callers were told of %d while %s"
              .formatted(attempts, toldLately, during));
    }
    seen += attempts;
    told += toldLately;
    toldLately = 0;
  }

  void add(Handover handover) {
    handovers.add(handover);
  }

  void add(Guarded result) {
    guarded = result;
    result.complaints().forEach(this::complain);
  }

  private void complain(String complaint) {
    if (complaints.size() < MOST_COMPLAINTS) {
      complaints.add(complaint);
    }
  }

  int wrong() {
    return result().wrong();
  }

  DrillResult result() {
    return new DrillResult(
        calls(Expectation.ANSWER),
        calls(Expectation.ERROR),
        calls(Expectation.EITHER),
        told,
        seen,
        falseAccounts,
        guarded,
        handovers,
        complaints);
  }

  private Calls calls(Expectation expected) {
    int[] got = counts[expected.ordinal()];
    return new Calls(
        got[Verdict.Kind.WHOLE.ordinal()],
        got[Verdict.Kind.ERROR.ordinal()],
        got[Verdict.Kind.WRONG.ordinal()]);
  }
}
