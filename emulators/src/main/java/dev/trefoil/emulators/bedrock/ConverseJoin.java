// Puts the events of a Converse stream together, for plain calls that are told to answer with
// events.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From events to a whole answer. */
final class ConverseJoin {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
  private final Map<Integer, String> toolInputs = new TreeMap<>();
  private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
  private final ObjectNode message;

  private ConverseJoin() {
    message = answer.putObject("output").putObject("message").put("role", "assistant");
  }

  static JsonNode join(List<JsonNode> events) {
    var join = new ConverseJoin();
    events.forEach(join::add);
    ArrayNode content = join.message.putArray("content");
    join.toolInputs.forEach(
        (index, input) ->
            ((ObjectNode) join.blocks.get(index).path("toolUse")).set("input", parsed(input)));
    join.blocks.values().forEach(content::add);
    return join.answer;
  }

  private void add(JsonNode event) {
    Map.Entry<String, JsonNode> entry = event.properties().iterator().next();
    JsonNode value = entry.getValue();
    int index = value.path("contentBlockIndex").asInt();
    switch (entry.getKey()) {
      case "messageStart" -> message.set("role", value.path("role"));
      case "contentBlockStart" -> {
        merge(block(index), value.path("start"));
        if (value.path("start").has("toolUse")) {
          toolInputs.merge(index, "", String::concat);
        }
      }
      case "contentBlockDelta" -> addDelta(index, value.path("delta"));
      case "messageStop", "metadata" -> answer.setAll((ObjectNode) value);
      default -> {
        // contentBlockStop says nothing; an exception has no place in a whole answer.
      }
    }
  }

  private void addDelta(int index, JsonNode delta) {
    ObjectNode block = block(index);
    if (delta.has("text")) {
      block.put("text", block.path("text").asText("") + delta.get("text").asText());
    } else if (delta.has("toolUse")) {
      toolInputs.merge(index, delta.path("toolUse").path("input").asText(), String::concat);
      block.withObjectProperty("toolUse");
    } else if (delta.has("reasoningContent")) {
      JsonNode part = delta.get("reasoningContent");
      ObjectNode reasoning =
          block.withObjectProperty("reasoningContent").withObjectProperty("reasoningText");
      reasoning.put("text", reasoning.path("text").asText("") + part.path("text").asText(""));
      if (part.has("signature")) {
        reasoning.set("signature", part.get("signature"));
      }
    } else {
      merge(block, delta);
    }
  }

  private static void merge(ObjectNode block, JsonNode given) {
    if (given instanceof ObjectNode object) {
      block.setAll(object.deepCopy());
    }
  }

  private ObjectNode block(int index) {
    return blocks.computeIfAbsent(index, key -> JsonNodeFactory.instance.objectNode());
  }

  private static JsonNode parsed(String input) {
    try {
      return input.isEmpty() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(input);
    } catch (JsonProcessingException e) {
      // The events were told to hold broken arguments; then so does the whole.
      return JsonNodeFactory.instance.textNode(input);
    }
  }
}
