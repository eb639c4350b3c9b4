package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.CacheMarks;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.Conversation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A request, and what the mappers need to know of the model that it is for.
 *
 * @param conversation without thoughts that this model cannot take back
 * @param can what the model can do
 * @param claude which Claude it is, if it is one
 */
record ConverseInput(
    ChatRequest request, Conversation conversation, Capabilities can, Optional<Claude> claude) {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

  static ConverseInput of(ChatRequest request, String model, Capabilities can) {
    Optional<Claude> claude = Claude.of(can.family(), model);
    List<Message> messages =
        request.messages().stream()
            .map(message -> claude.isPresent() ? message : own(message, can))
            .map(message -> keeping(message, ConverseInput::fits))
            .toList();
    CacheMarks.Marked marked = CacheMarks.of(request.tools(), Conversation.of(messages), 0);
    return new ConverseInput(
        marked.tools() == request.tools() ? request : request.withTools(marked.tools()),
        marked.conversation(),
        can,
        claude);
  }

  /** Most messages are kept as they are, and not copied. */
  private static Message keeping(Message message, Predicate<Part> wanted) {
    if (message.parts().stream().allMatch(wanted)) {
      return message;
    }
    return new Message(message.role(), message.parts().stream().filter(wanted).toList());
  }

  /** Without what other models thought. */
  private static Message own(Message message, Capabilities can) {
    if (message.parts().stream().noneMatch(ConverseInput::isThought)) {
      return message;
    }
    List<Part> parts = new ArrayList<>(message.parts().size());
    for (Part part : message.parts()) {
      if (part instanceof Part.Reasoning thought) {
        ModelMarks.own(thought, can).ifPresent(parts::add);
      } else if (part instanceof Part.RedactedReasoning thought) {
        ModelMarks.own(thought, can).ifPresent(parts::add);
      } else {
        parts.add(part);
      }
    }
    return new Message(message.role(), parts);
  }

  private static boolean isThought(Part part) {
    return part instanceof Part.Reasoning || part instanceof Part.RedactedReasoning;
  }

  private static boolean fits(Part part) {
    return switch (part) {
      case Part.Reasoning thought -> thought.signature().filter(ConverseInput::isOwn).isPresent();
      case Part.RedactedReasoning thought ->
          isOwn(thought.data()) && isBase64(thought.data().value());
      case Part.CacheBreakpoint breakpoint -> true;
      case Part.NativePart beyond -> false;
      case Part.Refusal refusal -> !refusal.text().isBlank();
      case Part.Text text -> true;
      case Part.Image image -> true;
      case Part.Audio audio -> true;
      case Part.File file -> true;
      case Part.ToolCall call -> true;
      case Part.ToolResult result -> true;
    };
  }

  private static boolean isOwn(Signature mark) {
    return mark.origin().equals(Signature.ANTHROPIC) && !mark.value().isBlank();
  }

  private static boolean isBase64(String data) {
    return data.length() % 4 == 0 && BASE64.matcher(data).matches();
  }

  Settings settings() {
    return request.settings();
  }

  /** Whether the conversation holds calls of tools. */
  boolean hasCalls() {
    return conversation.turns().stream()
        .flatMap(turn -> turn.parts().stream())
        .anyMatch(Part.ToolCall.class::isInstance);
  }

  boolean endsWithAssistant() {
    return conversation.turns().getLast().role() == Role.ASSISTANT;
  }
}
