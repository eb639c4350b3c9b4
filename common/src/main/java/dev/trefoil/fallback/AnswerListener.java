package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.target.Target;

/** Receives the one answer of a call, whichever target gives it. */
public interface AnswerListener {
  /**
   * An answer begins: no other target will be tried from here on. Called once, before the first
   * event.
   *
   * @param target who answers
   * @param trail the attempts so far, the answering one last
   */
  void onStart(Target target, Trail trail);

  /**
   * The next event of the answer.
   *
   * @throws RuntimeException to give the answer up; it comes back out of the call unchanged
   */
  void onEvent(ChatEvent event);
}
