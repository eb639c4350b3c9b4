package dev.trefoil.agent;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives each call of a conversation an id that no other has: some services count anew in each
 * answer.
 */
final class CallNumbers {
  private final Set<String> taken = new HashSet<>();

  static CallNumbers of(List<Message> messages) {
    CallNumbers numbers = new CallNumbers();
    for (Message message : messages) {
      for (Part part : message.parts()) {
        if (part instanceof Part.ToolCall call) {
          numbers.taken.add(call.id());
        }
      }
    }
    return numbers;
  }

  /** The id, with a number behind it where it is taken. */
  String unique(String id) {
    String unique = id;
    for (int i = 2; !taken.add(unique); i++) {
      unique = id + "-" + i;
    }
    return unique;
  }
}
