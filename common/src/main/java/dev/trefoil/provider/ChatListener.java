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

  /** Gives on each event as another, and every sign of life. */
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
    };
  }
}
