package dev.trefoil.gateway;

import dev.trefoil.attempt.Allowance;
import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;

/**
 * Tells a caller with an answer's beginning what is left of its limits.
 *
 * @param listener gets the answer
 */
record AllowanceListener(AnswerListener listener, Allowance allowance) implements AnswerListener {
  @Override
  public void onStart(AnswerStart start) {
    listener.onStart(start.withAllowance(allowance));
  }

  @Override
  public void onEvent(ChatEvent event) {
    listener.onEvent(event);
  }

  @Override
  public void onContinuation() {
    listener.onContinuation();
  }

  @Override
  public void onBurst(boolean goesOn) {
    listener.onBurst(goesOn);
  }
}
