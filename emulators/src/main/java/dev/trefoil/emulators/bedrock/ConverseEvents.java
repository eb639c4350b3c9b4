// The events that ConverseStream sends for a whole answer.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Fragments;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Splits answers: text word by word, arguments in fragments. */
final class ConverseEvents {

  private final List<JsonNode> events = new ArrayList<>();

  private ConverseEvents() {}

  static List<JsonNode> of(JsonNode answer) {
    var stream = new ConverseEvents();
    JsonNode message = answer.path("output").path("message");
    stream.event("messageStart").put("role", message.path("role").asText("assistant"));
    int index = 0;
    for (JsonNode block : message.path("content")) {
      stream.block(block, index++);
    }
    ObjectNode stop = stream.event("messageStop");
    stop.set("stopReason", answer.path("stopReason"));
    copy(answer, stop, "additionalModelResponseFields");
    ObjectNode metadata = stream.event("metadata");
    for (String field : List.of("usage", "metrics", "trace", "performanceConfig", "serviceTier")) {
      copy(answer, metadata, field);
    }
    return stream.events;
  }

  private void block(JsonNode block, int index) {
    if (block.get("toolUse") instanceof ObjectNode call) {
      ObjectNode use = call.deepCopy();
      String input = use.path("input").toString();
      use.remove("input");
      ObjectNode start = event("contentBlockStart").put("contentBlockIndex", index);
      start.putObject("start").set("toolUse", use);
      for (String piece : Fragments.of(input)) {
        delta(index).putObject("toolUse").put("input", piece);
      }
    } else if (block.path("reasoningContent").has("reasoningText")) {
      reasoning(block.get("reasoningContent").get("reasoningText"), index);
    } else if (block.has("text")) {
      for (String word : Words.split(block.get("text").asText())) {
        delta(index).put("text", word);
      }
    } else if (block instanceof ObjectNode other) {
      delta(index).setAll(other);
    }
    event("contentBlockStop").put("contentBlockIndex", index);
  }

  private void reasoning(JsonNode reasoning, int index) {
    for (String word : Words.split(reasoning.path("text").asText())) {
      delta(index).putObject("reasoningContent").put("text", word);
    }
    if (reasoning.has("signature")) {
      delta(index).putObject("reasoningContent").set("signature", reasoning.get("signature"));
    }
  }

  private ObjectNode delta(int index) {
    return event("contentBlockDelta").put("contentBlockIndex", index).putObject("delta");
  }

  private ObjectNode event(String name) {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    events.add(event);
    return event.putObject(name);
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }
}
