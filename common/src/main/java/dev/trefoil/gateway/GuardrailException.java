package dev.trefoil.gateway;

import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.Trail;
import java.util.List;

/** A guardrail does not let a call pass. */
public final class GuardrailException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What stands against it. */
  public enum Reason {
    /** What was asked is refused. */
    BLOCKED,
    /** A check cannot be had, and the route lets nothing pass unchecked. */
    UNAVAILABLE
  }

  private final Reason reason;
  private final transient Trail trail;
  private final transient List<GuardrailFinding> findings;

  private GuardrailException(
      Reason reason, String message, Trail trail, List<GuardrailFinding> findings) {
    super(message);
    this.reason = reason;
    this.trail = trail;
    this.findings = List.copyOf(findings);
  }

  /** A request is refused. */
  public static GuardrailException blocked(GuardrailFinding finding) {
    return new GuardrailException(
        Reason.BLOCKED, "The request was " + refusal(finding), Trail.NONE, List.of(finding));
  }

  /**
   * A check cannot be had.
   *
   * @param check which
   */
  public static GuardrailException unavailable(String check, GuardrailFinding.Side side) {
    return new GuardrailException(
        Reason.UNAVAILABLE,
        "The guardrail '"
            + check
            + "' cannot be had, and this route passes no "
            + side
            + " unchecked.",
        Trail.NONE,
        List.of());
  }

  /** Who refuses something and what was found, in words for the caller that repeat nothing. */
  public static String refusal(GuardrailFinding finding) {
    return "refused by the guardrail '"
        + finding.check()
        + "': "
        + String.join(", ", finding.categories())
        + ".";
  }

  /** The same after these attempts. */
  GuardrailException after(Trail attempts) {
    return new GuardrailException(reason, getMessage(), attempts, findings);
  }

  public Reason reason() {
    return reason;
  }

  /** The attempts that were made; none where the request was not sent. */
  public Trail trail() {
    return trail;
  }

  /** What was found. */
  public List<GuardrailFinding> findings() {
    return findings;
  }
}
