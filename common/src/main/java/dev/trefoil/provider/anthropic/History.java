package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation without what Anthropic would not take back: reasoning that it did not sign. A
 * refusal is as good as a text.
 */
final class History {
  private History() {}

  static List<Message> of(List<Message> messages) {
    return messages.stream().map(History::message).toList();
  }

  private static Message message(Message message) {
    List<Part> parts = new ArrayList<>(message.parts().size());
    for (Part part : message.parts()) {
      if (part instanceof Part.Refusal(String text)) {
        parts.add(new Part.Text(text));
      } else if (comesBack(part)) {
        parts.add(part);
      }
    }
    return message.withParts(parts);
  }

  private static boolean comesBack(Part part) {
    if (part instanceof Part.Reasoning thought) {
      return thought.signature().filter(History::isOwn).isPresent();
    }
    return !(part instanceof Part.RedactedReasoning thought) || isOwn(thought.data());
  }

  private static boolean isOwn(Signature mark) {
    return mark.origin().equals(Signature.ANTHROPIC) && !mark.value().isBlank();
  }
}
