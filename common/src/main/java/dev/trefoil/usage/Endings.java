package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.Trail;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.policy.Target;
import dev.trefoil.usage.Details.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How the attempts of a call ended, and what became of the call after each. */
final class Endings {
  private Endings() {}

  /** An attempt with what is counted of its end. */
  record Ending(Attempt attempt, Details details) {}

  /** Of all attempts that asked a target; those of guardrails are not judged. */
  static List<Ending> of(Trail trail, Outcome outcome) {
    List<Attempt> attempts =
        trail.attempts().stream()
            .filter(attempt -> !attempt.outcome().equals(Attempt.CACHED))
            .toList();
    List<Ending> endings = new ArrayList<>(attempts.size());
    for (CheckRun check : trail.checks()) {
      for (Attempt asked : check.attempts()) {
        endings.add(new Ending(asked, Details.of(asked, false, false, false, false)));
      }
    }
    Set<Target> before = new HashSet<>();
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      boolean passed = attempt.isOk() && outcome == Outcome.ANSWERED;
      boolean left =
          i + 1 < attempts.size()
              && Cause.of(attempt).filter(cause -> cause != Cause.OTHER).isPresent()
              && !attempts.get(i + 1).target().equals(attempt.target());
      endings.add(
          new Ending(
              attempt,
              Details.of(
                  attempt,
                  !before.add(attempt.target()),
                  isJudged(attempt, outcome),
                  passed,
                  left)));
    }
    return endings;
  }

  /** Whether it shows how well its target passes. */
  private static boolean isJudged(Attempt attempt, Outcome outcome) {
    if (attempt.failure().isPresent()) {
      return attempt.failure().get().kind().isOfService();
    }
    return attempt.isOk()
        ? outcome != Outcome.ABANDONED
        : attempt.outcome().equals(Attempt.REJECTED);
  }
}
