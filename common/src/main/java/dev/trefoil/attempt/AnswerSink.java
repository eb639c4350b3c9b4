package dev.trefoil.attempt;

import dev.trefoil.chat.ChatEvent;

/** Where the events of one attempt go. */
public interface AnswerSink {
  void take(ChatEvent event);

  /** The answer is whole. */
  void end() throws AnswerRejectedException;

  /** The answer broke off. */
  void cut();
}
