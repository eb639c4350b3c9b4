package dev.trefoil.provider;

import dev.trefoil.chat.ChatEvent;
import java.util.function.UnaryOperator;

/** Receives an answer while it is given. */
@FunctionalInterface
public interface ChatListener {
  /**
   * Takes the next event. Called on the thread that called {@link ChatModel#chat}, one event at a
   * time, and slowly if need be: what the service sends meanwhile waits at the service.
   *
   * @throws RuntimeException to give the answer up; the provider ends its request to the service
   *     and lets the exception through unchanged
   */
  void onEvent(ChatEvent event);

  /**
   * The service has shown that it is still at work, without a piece of the answer: a ping, a
   * comment, a part of an event. Called as often as it does, on the same thread; never throws.
   */
  default void alive() {}

  /**
   * Says whether what follows has come already. What came together may be sent on together, but is
   * not to wait for what has not come: a provider that says the former says the latter before it
   * waits. Of one that says neither, each event is sent on by itself. On the same thread.
   *
   * @param goesOn false where more is waited for from now on
   * @throws RuntimeException as {@link #onEvent} does
   */
  default void onBurst(boolean goesOn) {}

  /** Gives on each event as another, and all else as it is. */
  default ChatListener changing(UnaryOperator<ChatEvent> change) {
    ChatListener to = this;
    return new ChatListener() {
      @Override
      public void onEvent(ChatEvent event) {
        to.onEvent(change.apply(event));
      }

      @Override
      public void alive() {
        to.alive();
      }

      @Override
      public void onBurst(boolean goesOn) {
        to.onBurst(goesOn);
      }
    };
  }
}
