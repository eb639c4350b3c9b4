package dev.trefoil.door.responses;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Tool;
import dev.trefoil.door.Problem;
import dev.trefoil.door.RequestFields;
import dev.trefoil.door.RequestJson;
import dev.trefoil.door.SchemaFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code tools}, and those that items of the input add to them. */
final class ToolsParser {
  private static final int MAX_TOOLS = 1024;
  private static final String WEB_SEARCH = "web_search";
  private static final String MCP = "mcp";

  /** They run where the model runs; other services do without them. */
  private static final Set<String> HOSTED =
      Set.of("file_search", "code_interpreter", "image_generation", MCP, "tool_search");

  /** They would run here, or drive a machine of the caller's in words of their own. */
  private static final Set<String> REFUSED =
      Set.of(
          "apply_patch",
          "computer",
          "computer_use",
          "computer_use_preview",
          "local_shell",
          "shell");

  private final Optional<ServerTools> server;
  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final List<Native> hosted = new ArrayList<>();

  /** Where Trefoil itself calls no tools. */
  ToolsParser() {
    this(Optional.empty());
  }

  /**
   * @param server gets those that Trefoil itself is to call
   */
  ToolsParser(Optional<ServerTools> server) {
    this.server = server;
  }

  /** All functions so far, in order. */
  List<Tool> tools() {
    return List.copyOf(tools.values());
  }

  /** The tools of one protocol's services. */
  List<Native> hosted() {
    return List.copyOf(hosted);
  }

  /** Whether a tool of a type runs where the model runs. */
  static boolean isHosted(String type) {
    return HOSTED.contains(type) || type.startsWith(WEB_SEARCH);
  }

  /** Reads the request's own list. */
  void request(RequestFields fields) throws Problem {
    Optional<List<JrsValue>> items = fields.list("tools");
    if (items.isPresent()) {
      read(fields, "tools", items.get(), true);
    }
  }

  /** Reads an item of the input that adds tools; one that came before is replaced. */
  void additional(RequestFields item) throws Problem {
    String path = item.at("tools");
    read(item, path, item.list("tools").orElseThrow(() -> item.missing("tools")), false);
  }

  private void read(RequestFields request, String path, List<JrsValue> items, boolean once)
      throws Problem {
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = request.child(path + "[" + i + "]", items.get(i));
      String type = item.requiredText("type");
      if (REFUSED.contains(type)) {
        throw Problem.unsupported(
            item.at("type"), "Tools of the type '" + type + "' are not supported here.");
      }
      if (type.equals(MCP) && server.isPresent()) {
        server.get().read(item);
      } else if (type.equals(FileSearch.NAME)
          && once
          && server.filter(ServerTools::searchesFiles).isPresent()) {
        server.get().readSearch(item);
      } else if (isHosted(type)) {
        host(item, type, items.get(i));
      } else if (type.equals("namespace")) {
        namespace(item, once);
      } else {
        add(tool(item, type), item.at("name"), once);
      }
    }
    if (tools.size() + hosted.size() > MAX_TOOLS) {
      throw Problem.invalid(path, "'" + path + "' holds more than " + MAX_TOOLS + " tools.");
    }
  }

  private void host(RequestFields item, String type, JrsValue value) throws Problem {
    String json = RequestJson.text(item.at("type"), value);
    for (String name : List.copyOf(item.rest())) {
      item.value(name); // The service's own to read.
    }
    hosted.add(new Native(Native.OPENAI_RESPONSES, "", "tools." + type, json));
  }

  private void namespace(RequestFields group, boolean once) throws Problem {
    Tool.Namespace namespace =
        new Tool.Namespace(SchemaFields.toolName(group), group.text("description").orElse(""));
    List<JrsValue> items = group.list("tools").orElseThrow(() -> group.missing("tools"));
    for (int i = 0; i < items.size(); i++) {
      RequestFields item = group.child(group.at("tools[" + i + "]"), items.get(i));
      add(tool(item, item.requiredText("type")).in(namespace), item.at("name"), once);
    }
  }

  private void add(Tool tool, String path, boolean once) throws Problem {
    if (tools.put(tool.name(), tool) != null && once) {
      throw Problem.invalid(path, "'" + path + "' is the name of an earlier tool.");
    }
  }

  private static Tool tool(RequestFields item, String type) throws Problem {
    Tool tool =
        switch (type) {
          case "function" ->
              new Tool(
                  SchemaFields.toolName(item),
                  item.text("description").orElse(""),
                  SchemaFields.schema(item, "parameters").orElse(SchemaFields.NO_PARAMETERS),
                  item.flag("strict"));
          case "custom" ->
              Tool.freeText(
                  SchemaFields.toolName(item), item.text("description").orElse(""), format(item));
          default ->
              throw Problem.unsupported(
                  item.at("type"), "Tools of the type '" + type + "' cannot stand here.");
        };
    Optional<Boolean> deferred = item.optionalFlag("defer_loading");
    return deferred.isEmpty()
        ? tool
        : tool.withNatives(
            List.of(
                new Native(
                    Native.OPENAI_RESPONSES, "", "defer_loading", deferred.get().toString())));
  }

  private static Optional<String> format(RequestFields item) throws Problem {
    Optional<JrsValue> format = item.value("format");
    if (format.isEmpty()) {
      return Optional.empty();
    }
    String path = item.at("format");
    if (!(format.get() instanceof JrsObject)) {
      throw RequestFields.wrongType(path, "an object", format.get());
    }
    RequestFields fields = item.child(path, format.get());
    String type =
        fields.word("type", List.of("text", "grammar")).orElseThrow(() -> fields.missing("type"));
    if (type.equals("grammar")) {
      if (fields.word("syntax", List.of("lark", "regex")).isEmpty()) {
        throw fields.missing("syntax");
      }
      fields.requiredText("definition");
    }
    return Optional.of(RequestJson.text(path, format.get()));
  }
}
