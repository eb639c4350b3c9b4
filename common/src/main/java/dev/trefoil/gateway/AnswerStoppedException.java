package dev.trefoil.gateway;

import java.util.Optional;

/**
 * A guardrail ends an answer on its way: it may not be shown, or cannot be checked, or its request
 * was found to be one that may not be sent.
 */
public final class AnswerStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<GuardrailException> why;

  private AnswerStoppedException(Optional<GuardrailException> why) {
    super("a guardrail has ended the answer", why.orElse(null));
    this.why = why;
  }

  /**
   * The answer is refused, and its listener has been told the refusal, but not the answer's end.
   */
  public static AnswerStoppedException refused() {
    return new AnswerStoppedException(Optional.empty());
  }

  /** The call fails; of the answer nothing more is shown. */
  public static AnswerStoppedException failed(GuardrailException why) {
    return new AnswerStoppedException(Optional.of(why));
  }

  /** Why the call fails; empty where the answer is refused. */
  public Optional<GuardrailException> why() {
    return why;
  }
}
