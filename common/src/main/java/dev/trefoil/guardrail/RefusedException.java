package dev.trefoil.guardrail;

import dev.trefoil.attempt.GuardrailFinding;

/** A check does not let something pass. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient GuardrailFinding finding;

  RefusedException(GuardrailFinding finding) {
    super(finding.toString());
    this.finding = finding;
  }

  GuardrailFinding finding() {
    return finding;
  }
}
