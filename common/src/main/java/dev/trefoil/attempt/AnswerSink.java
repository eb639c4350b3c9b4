package dev.trefoil.attempt;

import dev.trefoil.chat.ChatEvent;

/** Where the events of one attempt go. */
public interface AnswerSink {
  void take(ChatEvent event);

  /**
   * Says whether the events that follow have come already.
   *
   * @param goesOn false where more is waited for from now on
   */
  default void burst(boolean goesOn) {}

  /** The answer is whole. */
  void end() throws AnswerRejectedException;

  /** The answer broke off. */
  void cut();
}
