package dev.trefoil.attempt;

import dev.trefoil.policy.Target;
import dev.trefoil.provider.RequestChange;
import java.util.List;
import java.util.Optional;

/**
 * What is known when an answer begins.
 *
 * @param target who answers
 * @param trail the attempts so far, the answering one last
 * @param changes what was done to the request so that the target could take it
 * @param allowance what is left of the caller's limits; empty where it has none
 * @param findings what guardrails have found so far
 */
public record AnswerStart(
    Target target,
    Trail trail,
    List<RequestChange> changes,
    Optional<Allowance> allowance,
    List<GuardrailFinding> findings) {
  public AnswerStart {
    changes = List.copyOf(changes);
    findings = List.copyOf(findings);
  }

  /** Of a caller without limits. */
  public AnswerStart(Target target, Trail trail, List<RequestChange> changes) {
    this(target, trail, changes, Optional.empty(), List.of());
  }

  /** The same answer, with the attempts of the whole call. */
  public AnswerStart withTrail(Trail whole) {
    return new AnswerStart(target, whole, changes, allowance, findings);
  }

  /** The same answer, of a caller with limits. */
  public AnswerStart withAllowance(Allowance left) {
    return new AnswerStart(target, trail, changes, Optional.of(left), findings);
  }

  /** The same answer to a request that was changed otherwise. */
  public AnswerStart withChanges(List<RequestChange> other) {
    return new AnswerStart(target, trail, other, allowance, findings);
  }

  /** The same answer, in which guardrails have found something. */
  public AnswerStart withFindings(List<GuardrailFinding> found) {
    return new AnswerStart(target, trail, changes, allowance, found);
  }
}
