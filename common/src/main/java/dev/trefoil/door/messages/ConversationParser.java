package dev.trefoil.door.messages;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.TurnCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code system} and {@code messages}. */
final class ConversationParser {
  private static final String TOOL_RESULT = "tool_result";

  private final List<String> dropped;
  private final TurnCalls calls = new TurnCalls();
  private final List<Message> messages = new ArrayList<>();
  private boolean begun;

  private ConversationParser(List<String> dropped) {
    this.dropped = dropped;
  }

  /**
   * @param cache that all of it is expected to come again
   * @param dropped takes what goes unsaid
   */
  static List<Message> read(
      RequestFields request, Optional<Part.CacheBreakpoint> cache, List<String> dropped)
      throws Problem {
    ConversationParser parser = new ConversationParser(dropped);
    List<Part> system = ContentParser.optional(request, "system", ContentParser::text);
    if (!system.isEmpty()) {
      parser.messages.add(new Message(Role.SYSTEM, system));
    }
    List<JrsValue> items = request.list("messages").orElseThrow(() -> request.missing("messages"));
    if (items.isEmpty()) {
      throw Problem.invalid("messages", "'messages' is empty.");
    }
    for (int i = 0; i < items.size(); i++) {
      parser.message(request.child("messages[" + i + "]", items.get(i)));
    }
    parser.requireAnswers("messages");
    if (parser.messages.stream().noneMatch(ConversationParser::saysSomething)) {
      throw Problem.invalid("messages", "'messages' holds no message with content.");
    }
    if (cache.isPresent()) {
      Message last = parser.messages.getLast();
      List<Part> marked = new ArrayList<>(last.parts());
      marked.add(cache.get());
      parser.messages.set(parser.messages.size() - 1, last.withParts(marked));
    }
    return parser.messages;
  }

  private static boolean saysSomething(Message message) {
    return message.parts().stream()
        .anyMatch(
            part ->
                !(part instanceof Part.CacheBreakpoint)
                    && (!(part instanceof Part.Text text) || !text.text().isBlank()));
  }

  private void message(RequestFields fields) throws Problem {
    String role = fields.requiredText("role");
    switch (role) {
      case "user" -> user(fields);
      case "assistant" -> {
        requireAnswers(fields.at("role"));
        messages.add(AssistantParser.message(fields, calls));
      }
      case "system" -> system(fields);
      default ->
          throw Problem.invalid(
              fields.at("role"), "'" + fields.at("role") + "' must be user, assistant or system.");
    }
    begun = true;
  }

  /** Results come first, whatever stands between them: they answer the calls before. */
  private void user(RequestFields fields) throws Problem {
    List<Part> parts = ContentParser.required(fields, "content", this::shown);
    requireContent(fields, parts);
    List<Part> others = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      if (!(parts.get(i) instanceof Part.ToolResult result)) {
        others.add(parts.get(i));
      } else if (i + 1 < parts.size() && parts.get(i + 1) instanceof Part.CacheBreakpoint mark) {
        messages.add(new Message(Role.TOOL, List.of(result, mark)));
        i++;
      } else {
        messages.add(new Message(Role.TOOL, List.of(result)));
      }
    }
    requireAnswers(fields.at("content"));
    if (!others.isEmpty()) {
      messages.add(new Message(Role.USER, others));
    }
  }

  private boolean shown(String type, RequestFields block, List<Part> parts) throws Problem {
    if (!type.equals(TOOL_RESULT)) {
      return ContentParser.shown(type, block, parts);
    }
    String id = block.requiredText("tool_use_id");
    Optional<String> call = calls.answer(id);
    String path = block.at("tool_use_id");
    if (call.isEmpty()) {
      throw Problem.invalid(
          path, "'" + path + "' answers no 'tool_use' of the assistant's message before.");
    }
    List<Part> content = ContentParser.optional(block, "content", ContentParser::shown);
    parts.add(new Part.ToolResult(call.get(), content, block.flag("is_error")));
    return true;
  }

  /** Instructions on the way: they stay where they are. */
  private void system(RequestFields fields) throws Problem {
    requireAnswers(fields.at("role"));
    if (!begun) {
      throw Problem.invalid(
          fields.at("role"),
          "'" + fields.at("role") + "' of the first message cannot be system: use 'system'.");
    }
    List<Part> parts =
        new ArrayList<>(ContentParser.required(fields, "content", ContentParser::text));
    requireContent(fields, parts);
    for (Native member : Natives.rest(fields, dropped)) {
      parts.add(new Part.NativePart(member));
    }
    messages.add(new Message(Role.SYSTEM, parts));
  }

  private static void requireContent(RequestFields fields, List<Part> parts) throws Problem {
    if (parts.isEmpty()) {
      throw Problem.invalid(fields.at("content"), "'" + fields.at("content") + "' is empty.");
    }
  }

  private void requireAnswers(String path) throws Problem {
    if (!calls.unanswered().isEmpty()) {
      throw Problem.invalid(
          path,
          "'"
              + path
              + "': each 'tool_use' must have its 'tool_result' in the next message; without one: "
              + String.join(", ", calls.unanswered())
              + ".");
    }
  }
}
