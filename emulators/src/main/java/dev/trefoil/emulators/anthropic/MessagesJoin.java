// Puts the events of a Messages stream together, for plain calls that are told to answer with
// events.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From events to a whole message. Raw strings and errors have no place in one. */
final class MessagesJoin {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
  private final Map<Integer, ObjectNode> blocks = new TreeMap<>();
  private final Map<Integer, String> inputs = new TreeMap<>();

  private MessagesJoin() {}

  static JsonNode join(List<JsonNode> events) {
    var join = new MessagesJoin();
    join.answer.put("type", "message").put("role", "assistant");
    events.stream().filter(JsonNode::isObject).forEach(join::add);
    join.inputs.forEach((index, input) -> join.block(index).set("input", parsed(input)));
    ArrayNode content = join.answer.putArray("content");
    join.blocks.values().forEach(content::add);
    return join.answer;
  }

  private void add(JsonNode event) {
    int index = event.path("index").asInt();
    switch (event.path("type").asText("")) {
      case "message_start" -> merge(answer, event.path("message"));
      case "content_block_start" -> merge(block(index), event.path("content_block"));
      case "content_block_delta" -> addDelta(index, event.path("delta"));
      case "message_delta" -> {
        merge(answer, event.path("delta"));
        merge(answer.withObjectProperty("usage"), event.path("usage"));
      }
      default -> {
        // ping, stops and errors add nothing to a whole message.
      }
    }
  }

  private void addDelta(int index, JsonNode delta) {
    ObjectNode block = block(index);
    switch (delta.path("type").asText("")) {
      case "text_delta" -> append(block, "text", "text", delta);
      case "thinking_delta" -> append(block, "thinking", "thinking", delta);
      case "signature_delta" -> block.set("signature", delta.path("signature"));
      case "input_json_delta" ->
          inputs.merge(index, delta.path("partial_json").asText(), String::concat);
      default -> {
        // citations_delta: not needed for anything here.
      }
    }
  }

  private static void append(ObjectNode block, String type, String field, JsonNode delta) {
    block.put("type", type);
    block.put(field, block.path(field).asText("") + delta.path(field).asText(""));
  }

  private static void merge(ObjectNode into, JsonNode from) {
    if (from instanceof ObjectNode object) {
      into.setAll(object.deepCopy());
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
