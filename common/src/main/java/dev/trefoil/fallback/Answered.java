package dev.trefoil.fallback;

import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import java.util.List;
import java.util.Optional;

/**
 * How a call was answered.
 *
 * @param trail all attempts, the answering one among them
 * @param usage what the whole answer used, as the caller was told
 * @param estimated whether any of {@code usage} is our own count
 * @param gatePassed whether it passes its route's quality gate, or was given for want of a better
 *     one; empty where there is no gate
 * @param schema whether it holds to the request's schemas; empty where none asked for it, or the
 *     service saw to it
 * @param findings what guardrails have found in the request and the answer
 */
public record Answered(
    Trail trail,
    Usage usage,
    boolean estimated,
    Optional<Boolean> gatePassed,
    Optional<SchemaFinding> schema,
    List<GuardrailFinding> findings) {
  public Answered {
    findings = List.copyOf(findings);
  }

  /** In which no guardrail has found anything. */
  public Answered(
      Trail trail,
      Usage usage,
      boolean estimated,
      Optional<Boolean> gatePassed,
      Optional<SchemaFinding> schema) {
    this(trail, usage, estimated, gatePassed, schema, List.of());
  }

  /** The same, of a call that was checked. */
  public Answered withChecks(List<CheckRun> runs) {
    return new Answered(trail.withChecks(runs), usage, estimated, gatePassed, schema, findings);
  }

  /** The same, in which guardrails have found something. */
  public Answered withFindings(List<GuardrailFinding> found) {
    return new Answered(trail, usage, estimated, gatePassed, schema, found);
  }
}
