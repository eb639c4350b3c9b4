// The events that the Messages API streams for a whole answer.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Fragments;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Splits answers: text word by word, arguments in fragments. */
final class MessagesEvents {

  private final List<JsonNode> events = new ArrayList<>();

  private MessagesEvents() {}

  static List<JsonNode> of(JsonNode answer) {
    var stream = new MessagesEvents();
    stream.start(answer);
    int index = 0;
    for (JsonNode block : answer.path("content")) {
      stream.block(block, index++);
    }
    stream.end(answer);
    return stream.events;
  }

  private void start(JsonNode answer) {
    ObjectNode message = answer.deepCopy();
    message.putArray("content");
    message.putNull("stop_reason").putNull("stop_sequence");
    message.remove("stop_details");
    if (message.get("usage") instanceof ObjectNode usage) {
      usage.put("output_tokens", 1).remove("output_tokens_details");
    }
    event("message_start").set("message", message);
    if (answer.path("content").isEmpty()) {
      event("ping");
    }
  }

  private void block(JsonNode block, int index) {
    ObjectNode opened = block.deepCopy();
    switch (block.path("type").asText("")) {
      case "text" -> {
        open(index, opened.put("text", ""));
        for (String word : Words.split(block.path("text").asText())) {
          delta(index, "text_delta").put("text", word);
        }
      }
      case "thinking" -> {
        open(index, opened.put("thinking", "").put("signature", ""));
        for (String word : Words.split(block.path("thinking").asText())) {
          delta(index, "thinking_delta").put("thinking", word);
        }
        delta(index, "signature_delta").set("signature", block.path("signature"));
      }
      case "tool_use" -> {
        opened.putObject("input");
        open(index, opened);
        delta(index, "input_json_delta").put("partial_json", "");
        for (String piece : Fragments.of(block.path("input").toString())) {
          delta(index, "input_json_delta").put("partial_json", piece);
        }
      }
      default -> open(index, opened);
    }
    event("content_block_stop").put("index", index);
  }

  private void open(int index, ObjectNode block) {
    event("content_block_start").put("index", index).set("content_block", block);
    if (index == 0) {
      event("ping");
    }
  }

  private void end(JsonNode answer) {
    ObjectNode end = event("message_delta");
    ObjectNode delta = end.putObject("delta");
    for (String field : List.of("stop_reason", "stop_sequence", "stop_details")) {
      if (answer.has(field)) {
        delta.set(field, answer.get(field));
      }
    }
    ObjectNode usage = end.putObject("usage");
    for (String field :
        List.of(
            "input_tokens",
            "cache_creation_input_tokens",
            "cache_read_input_tokens",
            "output_tokens",
            "output_tokens_details")) {
      if (answer.path("usage").has(field)) {
        usage.set(field, answer.get("usage").get(field));
      }
    }
    event("message_stop");
  }

  private ObjectNode delta(int index, String type) {
    return event("content_block_delta").put("index", index).putObject("delta").put("type", type);
  }

  private ObjectNode event(String type) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
    events.add(event);
    return event;
  }
}
