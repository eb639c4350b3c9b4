package dev.trefoil.gateway;

import java.util.Optional;

/** A guardrail ends an answer on its way: it may not be shown, or cannot be checked. */
public final class AnswerStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Optional<GuardrailException> unchecked;

  private AnswerStoppedException(Optional<GuardrailException> unchecked) {
    super("a guardrail has ended the answer", unchecked.orElse(null));
    this.unchecked = unchecked;
  }

  /**
   * The answer is refused, and its listener has been told the refusal, but not the answer's end.
   */
  public static AnswerStoppedException refused() {
    return new AnswerStoppedException(Optional.empty());
  }

  /** The answer cannot be checked. */
  public static AnswerStoppedException unchecked(GuardrailException why) {
    return new AnswerStoppedException(Optional.of(why));
  }

  /** Why the answer cannot be checked; empty where it is refused. */
  public Optional<GuardrailException> unchecked() {
    return unchecked;
  }
}
