package dev.trefoil.door.chat;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.SchemaFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools} and {@code tool_choice}. */
final class ToolsParser {
  private static final int MAX_TOOLS = 128;

  private ToolsParser() {}

  static List<Tool> tools(RequestFields fields) throws Problem {
    List<JrsValue> items = fields.list("tools").orElse(List.of());
    if (items.size() > MAX_TOOLS) {
      throw Problem.invalid("tools", "'tools' holds more than " + MAX_TOOLS + " tools.");
    }
    List<Tool> tools = new ArrayList<>(items.size());
    Set<String> names = new HashSet<>();
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = fields.child("tools[" + i + "]", items.get(i));
      Tool tool = tool(item);
      if (!names.add(tool.name())) {
        String path = item.at("function.name");
        throw Problem.invalid(path, "'" + path + "' is the name of an earlier tool.");
      }
      tools.add(tool);
    }
    return tools;
  }

  private static Tool tool(RequestFields item) throws Problem {
    String type = item.requiredText("type");
    if (!type.equals("function")) {
      throw Problem.unsupported(
          item.at("type"), "Tools of the type '" + type + "' are not supported.");
    }
    RequestFields function = item.object("function").orElseThrow(() -> item.missing("function"));
    return new Tool(
        SchemaFields.toolName(function),
        function.text("description").orElse(""),
        SchemaFields.schema(function, "parameters").orElse(SchemaFields.NO_PARAMETERS),
        function.flag("strict"));
  }

  static ToolChoice choice(RequestFields fields, List<Tool> tools) throws Problem {
    Optional<JrsValue> value = fields.value("tool_choice");
    if (value.isEmpty()) {
      return new ToolChoice.Auto();
    }
    ToolChoice choice = choice(fields, value.get());
    boolean calls = choice instanceof ToolChoice.Required || choice instanceof ToolChoice.Named;
    if (calls && tools.isEmpty()) {
      throw Problem.invalid("tool_choice", "'tool_choice' asks for a call without 'tools'.");
    }
    if (choice instanceof ToolChoice.Named named
        && tools.stream().noneMatch(tool -> tool.name().equals(named.tool()))) {
      throw Problem.invalid(
          "tool_choice.function.name", "'tool_choice' names a function that is not in 'tools'.");
    }
    return choice;
  }

  private static ToolChoice choice(RequestFields request, JrsValue value) throws Problem {
    if (value instanceof JrsString) {
      return switch (value.asText()) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> new ToolChoice.Required();
        default ->
            throw Problem.invalid(
                "tool_choice",
                "'tool_choice' must be none, auto, required or an object that names a function.");
      };
    }
    if (!(value instanceof JrsObject)) {
      throw RequestFields.wrongType("tool_choice", "a text or an object", value);
    }
    RequestFields fields = request.child("tool_choice", value);
    String type = fields.requiredText("type");
    if (!type.equals("function")) {
      throw Problem.unsupported(
          "tool_choice.type", "A 'tool_choice' of the type '" + type + "' is not supported.");
    }
    RequestFields function =
        fields.object("function").orElseThrow(() -> fields.missing("function"));
    return new ToolChoice.Named(function.requiredText("name"));
  }
}
