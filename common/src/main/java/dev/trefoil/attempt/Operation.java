package dev.trefoil.attempt;

import dev.trefoil.provider.CallContext;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.Optional;

/** What a call wants done by one of its targets. */
public interface Operation {
  /**
   * Asks one target and blocks until it has done all of it.
   *
   * @param before the attempts so far
   * @param progress is told what comes
   * @throws AnswerRejectedException when the answer is whole and not good enough
   */
  void attempt(Step step, Trail before, CallContext context, AttemptProgress progress)
      throws ProviderException, AnswerRejectedException;

  /** Whether a step's model may be silent for long before it is done thinking, or altogether. */
  default boolean thinks(Step step) {
    return false;
  }

  /**
   * Whether a step's target is asked for the whole answer in place of a stream. Asked before each
   * attempt that is made alone, for that attempt.
   *
   * @param room how long the target has for it
   */
  default boolean asksWhole(Step step, Duration room) {
    return false;
  }

  /** A target that was asked for the whole answer has not given it in its time. */
  default void tookTooLong(Step step) {}

  /** Whether the caller has a part of the answer. */
  default boolean begun() {
    return false;
  }

  /**
   * Whether another target may be asked: nothing was passed on, or what was can be gone on with.
   */
  default boolean canGoOn() {
    return true;
  }

  /**
   * Whether a target that has refused what it alone does not take can be asked for the same in
   * another way. If so, it is when it is asked next.
   */
  default boolean canAskOtherwise(Step step) {
    return false;
  }

  /** What the caller threw, which is then no failure of the target's. */
  default Optional<RuntimeException> refusal() {
    return Optional.empty();
  }

  /**
   * Another attempt is about to be made.
   *
   * @throws RuntimeException when the caller is found to have left, which {@link #refusal} tells
   */
  default void beforeAnother() {}

  /** Passes on the last answer that was not good enough, for want of a better one. */
  default boolean deliverRejected() {
    return false;
  }
}
