// The tools of a chat completion request, as the emulated model sees them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.model.Tool;
import dev.trefoil.emulators.model.ToolChoice;
import dev.trefoil.emulators.model.ToolOffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads tools and how they may be chosen. */
final class ChatTools {

  private ChatTools() {}

  static ToolOffer offer(JsonNode body) {
    JsonNode choice = body.path("tool_choice");
    List<Tool> tools = new ArrayList<>();
    body.path("tools").forEach(tool -> tools.add(tool(tool)));
    String mode = choice.asText("auto");
    if (choice.path("type").asText("").equals("allowed_tools")) {
      Set<String> allowed = new HashSet<>();
      JsonNode offered = choice.get("allowed_tools");
      offered.path("tools").forEach(tool -> allowed.add(name(tool)));
      tools.removeIf(tool -> !allowed.contains(tool.name()));
      mode = offered.path("mode").asText();
    } else if (choice.isObject()) {
      return new ToolOffer(tools, new ToolChoice.Named(name(choice)), true);
    }
    ToolChoice freedom =
        switch (mode) {
          case "none" -> new ToolChoice.None();
          case "required" -> new ToolChoice.Any();
          default -> new ToolChoice.Auto();
        };
    return new ToolOffer(tools, freedom, body.path("parallel_tool_calls").asBoolean(true));
  }

  /** The tools that take text. */
  static Set<String> custom(JsonNode body) {
    Set<String> custom = new HashSet<>();
    for (JsonNode tool : body.path("tools")) {
      if (tool.has("custom")) {
        custom.add(name(tool));
      }
    }
    return custom;
  }

  /** Whether one tool must be called. */
  static boolean namesOne(JsonNode body) {
    String type = body.path("tool_choice").path("type").asText("");
    return type.equals("function") || type.equals("custom");
  }

  static String name(JsonNode tool) {
    return tool.path(tool.path("type").asText()).path("name").asText();
  }

  private static Tool tool(JsonNode tool) {
    JsonNode schema = tool.path("function").path("parameters");
    return new Tool(name(tool), schema.isObject() ? schema : JsonNodeFactory.instance.objectNode());
  }
}
