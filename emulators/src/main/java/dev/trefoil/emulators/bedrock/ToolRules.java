// What Converse asks of tools, calls and results, in the service's words.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every call has its result in the next message, and everything that is JSON is an object. */
final class ToolRules {

  private ToolRules() {}

  static void check(JsonNode body) throws RefusedException {
    JsonNode messages = body.path("messages");
    checkTurns(messages, body.hasNonNull("toolConfig"));
    checkObjects(messages);
    checkConfig(body.path("toolConfig"));
  }

  private static void checkTurns(JsonNode messages, boolean configured) throws RefusedException {
    Set<String> called = Set.of();
    for (int i = 0; i < messages.size(); i++) {
      Set<String> returned = ids(messages.get(i), "toolResult", i);
      Set<String> next = ids(messages.get(i), "toolUse", i);
      if (!(returned.isEmpty() && next.isEmpty()) && !configured) {
        throw BedrockErrors.validation(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
      }
      if (returned.size() > called.size()) {
        throw BedrockErrors.validation(
            "The number of toolResult blocks at messages.%d.content exceeds the number of toolUse blocks of previous turn."
                .formatted(i));
      }
      checkAnswered(called, returned, i);
      called = next;
    }
    checkAnswered(called, Set.of(), messages.size());
  }

  private static void checkAnswered(Set<String> called, Set<String> returned, int index)
      throws RefusedException {
    Set<String> open = new LinkedHashSet<>(called);
    open.removeAll(returned);
    if (!open.isEmpty()) {
      throw BedrockErrors.validation(
          "Expected toolResult blocks at messages.%d.content for the following Ids: %s"
              .formatted(index, String.join(", ", open)));
    }
  }

  private static Set<String> ids(JsonNode message, String kind, int index) throws RefusedException {
    Set<String> ids = new LinkedHashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (JsonNode block : message.path("content")) {
      if (block.hasNonNull(kind)) {
        String id = block.path(kind).path("toolUseId").asText();
        if (!ids.add(id)) {
          twice.add(id);
        }
      }
    }
    if (!twice.isEmpty()) {
      throw BedrockErrors.validation(
          "The %s blocks at messages.%d.content contain duplicate Ids: %s"
              .formatted(kind, index, String.join(", ", twice)));
    }
    return ids;
  }

  private static void checkObjects(JsonNode messages) throws RefusedException {
    for (int i = 0; i < messages.size(); i++) {
      JsonNode blocks = messages.get(i).path("content");
      for (int j = 0; j < blocks.size(); j++) {
        String place = "messages.%d.content.%d.".formatted(i, j);
        checkObject(blocks.get(j).path("toolUse").path("input"), place + "toolUse.input");
        JsonNode parts = blocks.get(j).path("toolResult").path("content");
        for (int k = 0; k < parts.size(); k++) {
          checkObject(parts.get(k).path("json"), place + "toolResult.content.%d.json".formatted(k));
        }
      }
    }
  }

  private static void checkConfig(JsonNode config) throws RefusedException {
    List<String> names = new ArrayList<>();
    int index = 0;
    for (JsonNode tool : config.path("tools")) {
      JsonNode spec = tool.path("toolSpec");
      String place = "toolConfig.tools.%d.toolSpec.inputSchema.json".formatted(index++);
      checkObject(spec.path("inputSchema").path("json"), place);
      if (spec.isObject()) {
        names.add(spec.path("name").asText());
      }
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw BedrockErrors.model("tools: Tool names must be unique.");
    }
    JsonNode chosen = config.path("toolChoice").path("tool").path("name");
    if (chosen.isTextual() && !names.contains(chosen.textValue())) {
      throw BedrockErrors.model(
          "Tool '%s' not found in provided tools".formatted(chosen.textValue()));
    }
  }

  private static void checkObject(JsonNode node, String place) throws RefusedException {
    if (!node.isMissingNode() && !node.isObject()) {
      throw BedrockErrors.notAnObject(place);
    }
  }
}
