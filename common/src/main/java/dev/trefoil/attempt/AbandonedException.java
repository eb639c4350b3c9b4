package dev.trefoil.attempt;

import java.util.Optional;

/** The caller has left before it had the whole answer. */
public final class AbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Trail trail;
  private final transient Optional<RuntimeException> refusal;

  public AbandonedException(Trail trail, Optional<RuntimeException> refusal) {
    super("the caller has left", refusal.orElse(null));
    this.trail = trail;
    this.refusal = refusal;
  }

  /** All attempts, with what was used as far as it is known. */
  public Trail trail() {
    return trail;
  }

  /** What the caller's side threw when it was given a piece; empty where it left otherwise. */
  public Optional<RuntimeException> refusal() {
    return refusal;
  }
}
