package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.TurnCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code messages}. */
final class MessageParser {
  private static final Set<String> USER_PARTS = Set.of("text", "image_url", "input_audio", "file");
  private static final Set<String> TOOL_PARTS = Set.of("text", "image_url");
  private static final Set<String> SYSTEM_PARTS = Set.of("text");

  private final TurnCalls calls = new TurnCalls();

  private MessageParser() {}

  static List<Message> messages(RequestFields request, List<JrsValue> items) throws Problem {
    if (items.isEmpty()) {
      throw Problem.invalid("messages", "'messages' is empty.");
    }
    MessageParser parser = new MessageParser();
    List<Message> messages = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      messages.add(parser.message(request.child("messages[" + i + "]", items.get(i))));
    }
    parser.requireAnswers("messages");
    if (messages.stream().noneMatch(MessageParser::saysSomething)) {
      throw Problem.invalid("messages", "'messages' holds no message with content.");
    }
    return messages;
  }

  private static boolean saysSomething(Message message) {
    return message.parts().stream()
        .anyMatch(part -> !(part instanceof Part.Text text) || !text.text().isBlank());
  }

  private Message message(RequestFields fields) throws Problem {
    String role = fields.requiredText("role");
    if (!role.equals("tool")) {
      requireAnswers(fields.at("role"));
    }
    return switch (role) {
      case "system", "developer" ->
          new Message(Role.SYSTEM, ContentParser.required(fields, SYSTEM_PARTS));
      case "user" -> new Message(Role.USER, ContentParser.required(fields, USER_PARTS));
      case "assistant" -> AssistantParser.message(fields, calls);
      case "tool" -> result(fields);
      case "function" ->
          throw Problem.unsupported(
              fields.at("role"), "Messages of the role 'function' are not supported; use 'tool'.");
      default ->
          throw Problem.invalid(
              fields.at("role"),
              "'" + fields.at("role") + "' must be system, developer, user, assistant or tool.");
    };
  }

  private Message result(RequestFields fields) throws Problem {
    String id = fields.requiredText("tool_call_id");
    Optional<String> call = calls.answer(id);
    if (call.isEmpty()) {
      throw Problem.invalid(
          fields.at("tool_call_id"),
          "'" + fields.at("tool_call_id") + "' answers no call of the assistant's message before.");
    }
    List<Part> content = ContentParser.required(fields, TOOL_PARTS);
    return new Message(Role.TOOL, List.of(new Part.ToolResult(call.get(), content)));
  }

  private void requireAnswers(String path) throws Problem {
    if (!calls.unanswered().isEmpty()) {
      throw Problem.invalid(
          path,
          "A message of the assistant with 'tool_calls' must be followed by a message of the role"
              + " 'tool' for each of them; without an answer: "
              + String.join(", ", calls.unanswered())
              + ".");
    }
  }
}
