package dev.trefoil.openai;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code messages}. */
final class MessageParser {
  private MessageParser() {}

  /**
   * @param dropped takes the paths of fields that no service will see
   */
  static List<Message> messages(List<JrsValue> items, List<String> dropped) throws ApiException {
    if (items.isEmpty()) {
      throw ApiException.invalid("messages", "'messages' is empty.");
    }
    List<Message> messages = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      messages.add(message("messages[" + i + "]", items.get(i), dropped));
    }
    if (messages.stream().noneMatch(m -> m.role() == Role.USER && !m.text().isBlank())) {
      throw ApiException.invalid("messages", "'messages' holds no user message with text.");
    }
    return messages;
  }

  private static Message message(String path, JrsValue item, List<String> dropped)
      throws ApiException {
    Fields fields = Fields.of(path, item);
    Role role = role(fields);
    Message message = new Message(role, content(fields));
    for (String name : fields.rest()) {
      if (name.equals("tool_calls") || name.equals("function_call")) {
        throw ApiException.unsupported(
            fields.at(name), "'" + fields.at(name) + "' is not supported.");
      }
      dropped.add(fields.at(name));
    }
    return message;
  }

  private static Role role(Fields fields) throws ApiException {
    String role = fields.requiredText("role");
    return switch (role) {
      case "system", "developer" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool", "function" ->
          throw ApiException.unsupported(
              fields.at("role"), "Messages of the role '" + role + "' are not supported.");
      default ->
          throw ApiException.invalid(
              fields.at("role"),
              "'" + fields.at("role") + "' must be system, developer, user or assistant.");
    };
  }

  private static List<Part> content(Fields fields) throws ApiException {
    String path = fields.at("content");
    JrsValue content = fields.value("content").orElseThrow(() -> fields.missing("content"));
    if (!(content instanceof JrsArray array)) {
      return List.of(new Part.Text(Fields.text(path, content)));
    }
    List<JrsValue> items = Fields.items(array);
    if (items.isEmpty()) {
      throw ApiException.invalid(path, "'" + path + "' is empty.");
    }
    List<Part> parts = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      parts.add(part(path + "[" + i + "]", items.get(i)));
    }
    return parts;
  }

  private static Part part(String path, JrsValue item) throws ApiException {
    Fields fields = Fields.of(path, item);
    String type = fields.requiredText("type");
    if (!type.equals("text")) {
      throw ApiException.unsupported(
          fields.at("type"), "Parts of the type '" + type + "' are not supported.");
    }
    return new Part.Text(fields.requiredText("text"));
  }
}
