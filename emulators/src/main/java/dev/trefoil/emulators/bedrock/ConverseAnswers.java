// Converse answers, whole and as events, and the way from one to the other.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Builds and splits answers. */
final class ConverseAnswers {

  /** Milliseconds that the emulated model claims to have taken: the same each time. */
  private static final int LATENCY_MS = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ConverseAnswers() {}

  static ObjectNode whole(Answer answer) {
    String reason =
        switch (answer.end()) {
          case DONE -> "end_turn";
          case STOP_SEQUENCE -> "stop_sequence";
          case LIMIT -> "max_tokens";
        };
    return whole(answer.text(), reason, answer.promptTokens(), answer.answerTokens());
  }

  static ObjectNode whole(String text, String stopReason, int inputTokens, int outputTokens) {
    ObjectNode json = NODES.objectNode();
    ObjectNode message = json.putObject("output").putObject("message").put("role", "assistant");
    ArrayNode content = message.putArray("content");
    if (!text.isEmpty()) {
      content.addObject().put("text", text);
    }
    json.put("stopReason", stopReason);
    json.putObject("usage")
        .put("inputTokens", inputTokens)
        .put("outputTokens", outputTokens)
        .put("totalTokens", inputTokens + outputTokens);
    json.putObject("metrics").put("latencyMs", LATENCY_MS);
    return json;
  }

  /** The events that ConverseStream sends for a whole answer. */
  static List<JsonNode> split(JsonNode answer) {
    List<JsonNode> events = new ArrayList<>();
    JsonNode message = answer.path("output").path("message");
    ObjectNode start = event(events, "messageStart");
    start.put("role", message.path("role").asText("assistant"));
    int index = 0;
    for (JsonNode block : message.path("content")) {
      splitBlock(block, index++, events);
    }
    ObjectNode stop = event(events, "messageStop");
    stop.set("stopReason", answer.path("stopReason"));
    copy(answer, stop, "additionalModelResponseFields");
    ObjectNode metadata = event(events, "metadata");
    for (String field : List.of("usage", "metrics", "trace", "performanceConfig", "serviceTier")) {
      copy(answer, metadata, field);
    }
    return events;
  }

  private static void splitBlock(JsonNode block, int index, List<JsonNode> events) {
    if (block.get("toolUse") instanceof ObjectNode call) {
      ObjectNode use = call.deepCopy();
      String input = use.path("input").toString();
      use.remove("input");
      ObjectNode start = event(events, "contentBlockStart").put("contentBlockIndex", index);
      start.putObject("start").set("toolUse", use);
      delta(events, index).putObject("toolUse").put("input", input);
    } else if (block.path("reasoningContent").has("reasoningText")) {
      JsonNode reasoning = block.get("reasoningContent").get("reasoningText");
      for (String word : Words.split(reasoning.path("text").asText())) {
        delta(events, index).putObject("reasoningContent").put("text", word);
      }
      if (reasoning.has("signature")) {
        delta(events, index)
            .putObject("reasoningContent")
            .set("signature", reasoning.get("signature"));
      }
    } else if (block.has("text")) {
      for (String word : Words.split(block.get("text").asText())) {
        delta(events, index).put("text", word);
      }
    } else if (block instanceof ObjectNode other) {
      delta(events, index).setAll(other);
    }
    event(events, "contentBlockStop").put("contentBlockIndex", index);
  }

  private static ObjectNode delta(List<JsonNode> events, int index) {
    return event(events, "contentBlockDelta").put("contentBlockIndex", index).putObject("delta");
  }

  private static ObjectNode event(List<JsonNode> events, String name) {
    ObjectNode event = NODES.objectNode();
    events.add(event);
    return event.putObject(name);
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    }
  }
}
