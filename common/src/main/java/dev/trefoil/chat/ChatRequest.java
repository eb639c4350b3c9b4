package dev.trefoil.chat;

import java.util.List;
import java.util.Objects;

/**
 * What is asked of a model, whichever it will be.
 *
 * @param messages the conversation, never empty
 * @param settings sampling and bounds
 * @param stream whether the answer is wanted piece by piece
 */
public record ChatRequest(List<Message> messages, Settings settings, boolean stream) {
  public ChatRequest {
    messages = List.copyOf(messages);
    Objects.requireNonNull(settings, "settings");
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("messages is empty");
    }
  }
}
