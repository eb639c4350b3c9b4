package dev.trefoil.pairs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a stream of Messages' events as strictly as the clients together do: named events, dense
 * indexes, one block at a time, opened empty, one {@code message_delta}, then {@code message_stop}.
 */
public final class MessageEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private MessageEvents() {}

  /** The data of all events but pings, each checked to be of the name before it. */
  public static List<JsonNode> of(String body) {
    List<JsonNode> events = new ArrayList<>();
    for (String event : body.split("\n\n")) {
      if (event.startsWith(":")) {
        continue;
      }
      String[] lines = event.split("\n");
      require(lines.length == 2, "two lines: " + event);
      require(lines[0].startsWith("event: ") && lines[1].startsWith("data: "), event);
      JsonNode data = read(lines[1].substring("data: ".length()));
      require(data.path("type").asText().equals(lines[0].substring("event: ".length())), event);
      if (!data.path("type").asText().equals("ping")) {
        events.add(data);
      }
    }
    return events;
  }

  /** The message that the events amount to. */
  public static ObjectNode joined(String body) {
    List<JsonNode> events = of(body);
    require(events.getFirst().path("type").asText().equals("message_start"), "no beginning");
    require(events.getLast().path("type").asText().equals("message_stop"), "no end: " + body);
    ObjectNode message = events.getFirst().path("message").deepCopy();
    require(message.path("content").isEmpty(), "content in the beginning");
    require(message.at("/usage/output_tokens").asInt() == 0, "output in the beginning");
    ArrayNode content = message.putArray("content");
    boolean open = false;
    boolean ended = false;
    StringBuilder input = new StringBuilder();
    for (JsonNode event : events.subList(1, events.size() - 1)) {
      require(!ended, "after the message_delta: " + event);
      switch (event.path("type").asText()) {
        case "content_block_start" -> {
          require(!open && event.path("index").asInt() == content.size(), "start: " + event);
          open = true;
          input.setLength(0);
          ObjectNode block = event.path("content_block").deepCopy();
          require(block.path("text").asText().isEmpty(), "opened with a text");
          require(
              !block.path("type").asText().equals("tool_use") || block.path("input").isEmpty(),
              "opened with an input");
          content.add(block);
        }
        case "content_block_delta" -> {
          require(open && event.path("index").asInt() == content.size() - 1, "delta: " + event);
          add((ObjectNode) content.get(content.size() - 1), event.path("delta"), input);
        }
        case "content_block_stop" -> {
          require(open && event.path("index").asInt() == content.size() - 1, "stop: " + event);
          open = false;
          if (!input.isEmpty()) {
            ((ObjectNode) content.get(content.size() - 1)).set("input", read(input.toString()));
          }
        }
        case "message_delta" -> {
          require(!open, "a block is open at the end");
          ended = true;
          message.setAll((ObjectNode) event.path("delta"));
          message.set("usage", event.path("usage"));
        }
        default -> throw new AssertionError("an event of ours: " + event);
      }
    }
    require(ended, "no message_delta");
    return message;
  }

  private static void add(ObjectNode block, JsonNode delta, StringBuilder input) {
    String type = block.path("type").asText();
    switch (delta.path("type").asText()) {
      case "text_delta" -> append(block, "text", type, delta);
      case "thinking_delta" -> append(block, "thinking", type, delta);
      case "signature_delta" -> block.set("signature", delta.path("signature"));
      case "citations_delta" -> block.withArrayProperty("citations").add(delta.path("citation"));
      case "input_json_delta" -> {
        require(type.equals("tool_use"), "input of a " + type);
        input.append(delta.path("partial_json").asText());
      }
      default -> throw new AssertionError("a delta of ours: " + delta);
    }
  }

  private static void append(ObjectNode block, String member, String type, JsonNode delta) {
    require(type.equals(member), member + " of a " + type);
    block.put(member, block.path(member).asText() + delta.path(member).asText());
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }

  private static void require(boolean right, String otherwise) {
    if (!right) {
      throw new AssertionError(otherwise);
    }
  }
}
