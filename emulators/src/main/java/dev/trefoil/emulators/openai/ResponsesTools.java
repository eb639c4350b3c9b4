// The tools of a request of Responses, as the emulated model sees them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.model.Tool;
import dev.trefoil.emulators.model.ToolChoice;
import dev.trefoil.emulators.model.ToolOffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions and tools that take text, those of groups among them, by the name that the model calls
 * them by. What runs at the service itself never runs here.
 */
final class ResponsesTools {

  /**
   * A tool and its group.
   *
   * @param namespace empty for none
   */
  record Offered(JsonNode tool, String namespace) {
    boolean custom() {
      return tool.path("type").asText().equals("custom");
    }
  }

  private ResponsesTools() {}

  /** All that can be called, by name, in order. */
  static Map<String, Offered> of(JsonNode body) {
    Map<String, Offered> offered = new LinkedHashMap<>();
    for (JsonNode tool : body.path("tools")) {
      switch (tool.path("type").asText()) {
        case "function", "custom" -> offered.put(tool.path("name").asText(), new Offered(tool, ""));
        case "namespace" -> {
          for (JsonNode member : tool.path("tools")) {
            offered.put(
                member.path("name").asText(), new Offered(member, tool.path("name").asText()));
          }
        }
        default -> {}
      }
    }
    return offered;
  }

  static ToolOffer offer(JsonNode body) {
    List<Tool> tools = new ArrayList<>();
    of(body)
        .forEach(
            (name, offered) -> {
              JsonNode schema = offered.tool().path("parameters");
              tools.add(
                  new Tool(
                      name, schema.isObject() ? schema : JsonNodeFactory.instance.objectNode()));
            });
    JsonNode choice = body.path("tool_choice");
    String mode = choice.asText("auto");
    if (choice.path("type").asText("").equals("allowed_tools")) {
      Set<String> allowed = new HashSet<>();
      choice.path("tools").forEach(tool -> allowed.add(tool.path("name").asText()));
      tools.removeIf(tool -> !allowed.contains(tool.name()));
      mode = choice.path("mode").asText();
    } else if (choice.has("name")) {
      return new ToolOffer(tools, new ToolChoice.Named(choice.path("name").asText()), true);
    }
    ToolChoice freedom =
        switch (mode) {
          case "none" -> new ToolChoice.None();
          case "required" -> new ToolChoice.Any();
          default -> new ToolChoice.Auto();
        };
    return new ToolOffer(tools, freedom, body.path("parallel_tool_calls").asBoolean(true));
  }
}
