// What the Messages API asks of tools, calls and results, in its words.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.ToolSchemas;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every call has its result at the beginning of the next turn. */
final class ToolRules {

  private final Set<String> ever = new HashSet<>();
  private Set<String> open = new LinkedHashSet<>();
  private int calledAt;

  private ToolRules() {}

  /**
   * @param none whether there are no tools at all, the service's own included
   */
  static void check(JsonNode body, boolean none) throws RefusedException {
    JsonNode tools = body.path("tools");
    checkTools(tools, body.path("output_config").path("format").path("schema"));
    checkChoice(body.path("tool_choice"), tools);
    JsonNode messages = body.path("messages");
    var rules = new ToolRules();
    for (int i = 0; i < messages.size(); i++) {
      boolean user = !messages.get(i).path("role").asText().equals("assistant");
      rules.turn(messages.get(i).path("content"), i, user);
    }
    if (!rules.open.isEmpty()) {
      throw rules.unanswered();
    }
    if (!rules.ever.isEmpty() && none) {
      throw AnthropicErrors.invalid(
          "Requests which include `tool_use` or `tool_result` blocks must define tools");
    }
  }

  private void turn(JsonNode content, int index, boolean user) throws RefusedException {
    Set<String> returned = new HashSet<>();
    for (int i = 0; i < content.size(); i++) {
      JsonNode block = content.get(i);
      switch (block.path("type").asText("")) {
        case "tool_use" -> call(block.path("id").asText(), index, i);
        case "tool_result" -> result(block.path("tool_use_id").asText(), returned, index, i);
        default -> {
          if (user && !open.isEmpty()) {
            throw unanswered();
          }
        }
      }
    }
    if (user && !open.isEmpty() && content.isTextual()) {
      throw unanswered();
    }
  }

  private void call(String id, int index, int place) throws RefusedException {
    if (!ever.add(id)) {
      throw AnthropicErrors.invalid(
          "messages.%d.content.%d: `tool_use` ids must be unique".formatted(index, place));
    }
    open.add(id);
    calledAt = index;
  }

  private void result(String id, Set<String> returned, int index, int place)
      throws RefusedException {
    if (!returned.add(id)) {
      throw AnthropicErrors.invalid(
          "messages.%d.content.%d: each tool_use must have a single result. Found multiple `tool_result` blocks with id: %s"
              .formatted(index, place, id));
    }
    if (!open.remove(id)) {
      throw AnthropicErrors.invalid(
          "messages.%d.content.%d: unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result` block must have a corresponding `tool_use` block in the previous message."
              .formatted(index, place, id));
    }
  }

  private RefusedException unanswered() {
    return AnthropicErrors.invalid(
        "messages.%d: `tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use` block must have a corresponding `tool_result` block in the next message."
            .formatted(calledAt, String.join(", ", open)));
  }

  private static void checkTools(JsonNode tools, JsonNode format) throws RefusedException {
    List<String> names = new ArrayList<>();
    List<ToolSchemas.Tool> schemas = new ArrayList<>();
    for (JsonNode tool : tools) {
      schemas.add(
          new ToolSchemas.Tool(tool.path("input_schema"), tool.path("strict").asBoolean(false)));
      names.add(tool.path("name").asText());
    }
    Optional<String> violation = ToolSchemas.violation(schemas, format);
    if (violation.isPresent()) {
      throw AnthropicErrors.invalid(violation.get());
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw AnthropicErrors.invalid("tools: Tool names must be unique.");
    }
  }

  private static void checkChoice(JsonNode choice, JsonNode tools) throws RefusedException {
    if (choice.isObject() && tools.isEmpty()) {
      throw AnthropicErrors.invalid(
          "tool_choice: `tool_choice` may only be specified while providing `tools`.");
    }
    JsonNode name = choice.path("name");
    if (name.isTextual()) {
      for (JsonNode tool : tools) {
        if (tool.path("name").equals(name)) {
          return;
        }
      }
      throw AnthropicErrors.invalid(
          "Tool '%s' not found in provided tools".formatted(name.textValue()));
    }
  }
}
