package dev.trefoil.attempt;

import dev.trefoil.chat.ChatEvent;

/**
 * Receives the one answer of a call, whichever targets give it. Always called on the thread that
 * makes the call.
 */
public interface AnswerListener {
  /** An answer begins. Called once, before the first event. */
  void onStart(AnswerStart start);

  /**
   * The next event of the answer.
   *
   * @throws RuntimeException to give the answer up; it comes back in an {@link AbandonedException}
   */
  void onEvent(ChatEvent event);

  /**
   * A part of an answer was given, and another attempt is about to be made to go on with it: the
   * moment to find out whether the caller is still there.
   *
   * @throws RuntimeException when it is not
   */
  default void onContinuation() {}

  /**
   * Says whether the events that follow have come already, so that they may be sent together; may
   * be called before the answer begins. What was given is not to wait any more when none do.
   *
   * @param goesOn false where more is waited for from now on
   * @throws RuntimeException as {@link #onEvent} does
   */
  default void onBurst(boolean goesOn) {}
}
