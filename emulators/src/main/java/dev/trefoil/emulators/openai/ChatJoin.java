// Puts the chunks of a chat completion together, for plain calls that are told to answer with
// events.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** From chunks to a whole answer. Raw strings have no place in one. */
final class ChatJoin {

  private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
  private final Map<Integer, ObjectNode> choices = new TreeMap<>();

  private ChatJoin() {}

  static JsonNode join(List<JsonNode> events) {
    var join = new ChatJoin();
    events.stream().filter(JsonNode::isObject).forEach(join::add);
    ArrayNode choices = join.answer.putArray("choices");
    join.choices.values().forEach(choices::add);
    return join.answer;
  }

  private void add(JsonNode chunk) {
    chunk
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals("choices") && !field.getValue().isNull()) {
                answer.set(field.getKey(), field.getValue());
              }
            });
    answer.put("object", "chat.completion");
    for (JsonNode piece : chunk.path("choices")) {
      ObjectNode choice =
          choices.computeIfAbsent(piece.path("index").asInt(), ChatJoin::emptyChoice);
      if (piece.hasNonNull("finish_reason")) {
        choice.set("finish_reason", piece.get("finish_reason"));
      }
      for (JsonNode probability : piece.path("logprobs").path("content")) {
        choice.withObjectProperty("logprobs").withArrayProperty("content").add(probability);
      }
      addDelta((ObjectNode) choice.get("message"), piece.path("delta"));
    }
  }

  private static ObjectNode emptyChoice(int index) {
    ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", index);
    choice.putObject("message").put("role", "assistant").putNull("content");
    return choice.putNull("finish_reason");
  }

  private static void addDelta(ObjectNode message, JsonNode delta) {
    for (String field : List.of("content", "reasoning_content", "reasoning", "refusal")) {
      if (delta.hasNonNull(field)) {
        message.put(field, message.path(field).asText("") + delta.get(field).asText());
      }
    }
    for (JsonNode source : delta.path("annotations")) {
      message.withArrayProperty("annotations").add(source);
    }
    for (JsonNode piece : delta.path("tool_calls")) {
      ArrayNode calls = message.withArrayProperty("tool_calls");
      int index = piece.path("index").asInt(calls.size());
      while (calls.size() <= index) {
        calls.addObject();
      }
      addCall((ObjectNode) calls.get(index), piece);
    }
  }

  private static void addCall(ObjectNode call, JsonNode piece) {
    for (String field : List.of("id", "type")) {
      if (piece.hasNonNull(field)) {
        call.set(field, piece.get(field));
      }
    }
    boolean custom = call.path("type").asText("").equals("custom");
    String text = custom ? "input" : "arguments";
    ObjectNode called = call.withObjectProperty(custom ? "custom" : "function");
    JsonNode given = piece.path(custom ? "custom" : "function");
    if (given.hasNonNull("name")) {
      called.set("name", given.get("name"));
    }
    called.put(text, called.path(text).asText("") + given.path(text).asText(""));
  }
}
