package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;

/** Receives the one answer of a call, whichever target gives it. */
public interface AnswerListener {
  /**
   * An answer begins: no other target will be tried from here on. Called once, before the first
   * event.
   */
  void onStart(Start start);

  /**
   * The next event of the answer.
   *
   * @throws RuntimeException to give the answer up; it comes back out of the call unchanged
   */
  void onEvent(ChatEvent event);
}
