package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;

/** System messages for models whose chat template has no place for them. */
final class Instructions {
  private Instructions() {}

  /** The same request with its system texts, in order, at the front of what the user says first. */
  static ChatRequest withinConversation(ChatRequest request) {
    List<Part> instructions = new ArrayList<>();
    List<Message> others = new ArrayList<>();
    for (Message message : request.messages()) {
      if (message.role() == Role.SYSTEM) {
        instructions.addAll(message.parts());
      } else {
        others.add(message);
      }
    }
    if (instructions.isEmpty()) {
      return request;
    }
    int first = others.stream().map(Message::role).toList().indexOf(Role.USER);
    if (first < 0) {
      others.addFirst(new Message(Role.USER, instructions));
    } else {
      instructions.addAll(others.get(first).parts());
      others.set(first, new Message(Role.USER, instructions));
    }
    return request.withMessages(others);
  }
}
