package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Tool;
import dev.trefoil.chat.ToolChoice;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code tool_choice}. */
final class ToolChoiceParser {
  private static final String FIELD = "tool_choice";

  private final RequestFields request;
  private final List<Tool> tools;
  private final Optional<ServerTools> server;

  private ToolChoiceParser(RequestFields request, List<Tool> tools, Optional<ServerTools> server) {
    this.request = request;
    this.tools = tools;
    this.server = server;
  }

  /**
   * @param tools the request's functions
   * @param server what Trefoil itself calls; empty for nothing
   */
  static ToolChoice read(RequestFields request, List<Tool> tools, Optional<ServerTools> server)
      throws Problem {
    Optional<JrsValue> value = request.value(FIELD);
    return value.isEmpty()
        ? new ToolChoice.Auto()
        : new ToolChoiceParser(request, tools, server).choice(value.get());
  }

  private ToolChoice choice(JrsValue value) throws Problem {
    if (value instanceof JrsString) {
      return switch (value.asText()) {
        case "auto" -> new ToolChoice.Auto();
        case "none" -> new ToolChoice.None();
        case "required" -> {
          if (tools.isEmpty() && server.isEmpty()) {
            throw Problem.invalid(FIELD, "'tool_choice' asks for a call without functions.");
          }
          yield new ToolChoice.Required();
        }
        default ->
            throw Problem.invalid(
                FIELD, "'tool_choice' must be none, auto, required or an object that names tools.");
      };
    }
    if (!(value instanceof JrsObject)) {
      throw RequestFields.wrongType(FIELD, "a text or an object", value);
    }
    RequestFields fields = request.child(FIELD, value);
    String type = fields.requiredText("type");
    return switch (type) {
      case "function", "custom" -> new ToolChoice.Named(named(fields));
      case "allowed_tools" -> allowed(fields);
      case "mcp" -> ofServer(fields);
      case FileSearch.NAME -> search(fields);
      default ->
          throw Problem.unsupported(
              fields.at("type"),
              "Nobody can be made to use a tool of the type '" + type + "' here.");
    };
  }

  private ToolChoice search(RequestFields fields) throws Problem {
    if (server.filter(ServerTools::hasSearch).isEmpty()) {
      throw Problem.unsupported(
          fields.at("type"), "Nobody can be made to use a tool of the type 'file_search' here.");
    }
    return new ToolChoice.Named(FileSearch.NAME);
  }

  private ToolChoice ofServer(RequestFields fields) throws Problem {
    if (server.isEmpty()) {
      throw Problem.unsupported(
          fields.at("type"), "Nobody can be made to use a tool of the type 'mcp' here.");
    }
    Optional<String> name = server.get().chosen(fields);
    return name.isPresent() ? new ToolChoice.Named(name.get()) : new ToolChoice.Required();
  }

  private ToolChoice allowed(RequestFields fields) throws Problem {
    boolean required =
        fields.word("mode", List.of("auto", "required")).orElse("auto").equals("required");
    List<JrsValue> items = fields.list("tools").orElseThrow(() -> fields.missing("tools"));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = fields.child(fields.at("tools[" + i + "]"), items.get(i));
      String type = item.requiredText("type");
      if (type.equals("function") || type.equals("custom")) {
        names.add(named(item));
      } else if (type.equals(FileSearch.NAME)
          && server.filter(ServerTools::hasSearch).isPresent()) {
        names.add(FileSearch.NAME);
      } else if (!ToolsParser.isHosted(type)) {
        throw Problem.unsupported(
            item.at("type"), "Tools of the type '" + type + "' are not supported here.");
      }
    }
    if (names.isEmpty()) {
      throw Problem.unsupported(fields.at("tools"), "'tool_choice.tools' names no function.");
    }
    return new ToolChoice.Allowed(required, names);
  }

  /** By the whole name, or by that in the group. */
  private String named(RequestFields fields) throws Problem {
    String name = fields.requiredText("name");
    Optional<String> group = fields.text("namespace");
    return tools.stream()
        .filter(
            tool ->
                group.isPresent()
                    ? tool.nameInNamespace().equals(name)
                        && tool.namespace().filter(it -> it.name().equals(group.get())).isPresent()
                    : tool.name().equals(name))
        .findFirst()
        .or(
            () ->
                group.isPresent()
                    ? Optional.empty()
                    : tools.stream().filter(it -> it.nameInNamespace().equals(name)).findFirst())
        .map(Tool::name)
        .orElseThrow(
            () ->
                Problem.invalid(
                    fields.at("name"),
                    "'" + fields.at("name") + "' names no tool of the request."));
  }
}
