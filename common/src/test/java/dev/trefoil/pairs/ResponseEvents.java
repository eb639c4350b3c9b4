package dev.trefoil.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads a stream of Responses as the strictest client does: every event in its place, items and
 * parts begun before they grow, nothing after the end; and what came in pieces is what the last
 * event says. Written apart from the door.
 */
public final class ResponseEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> TEXTS =
      Map.of(
          "response.output_text", "text",
          "response.refusal", "refusal",
          "response.reasoning_text", "text");

  private final List<JsonNode> all = new ArrayList<>();
  private final ArrayNode output = JsonNodeFactory.instance.arrayNode();
  private final List<Boolean> done = new ArrayList<>();
  private String id = "";
  private JsonNode last;

  private ResponseEvents() {}

  /**
   * Reads a whole stream.
   *
   * @throws IllegalArgumentException when an event is out of place
   */
  public static ResponseEvents read(String body) {
    ResponseEvents events = new ResponseEvents();
    for (String block : body.split("\n\n")) {
      if (!block.startsWith(":")) {
        events.take(block);
      }
    }
    require(events.last != null, "no end");
    return events;
  }

  /** All events, in order. */
  public List<JsonNode> all() {
    return all;
  }

  /** The names of all events, in order. */
  public List<String> types() {
    return all.stream().map(event -> event.path("type").asText()).toList();
  }

  /** The response of the last event. */
  public JsonNode response() {
    return last;
  }

  private void take(String block) {
    String[] lines = block.split("\n");
    require(lines.length == 2 && lines[0].startsWith("event: "), "not an event: " + block);
    require(lines[1].startsWith("data: "), "not data: " + block);
    JsonNode event = json(lines[1].substring("data: ".length()));
    String type = event.path("type").asText();
    require(lines[0].equals("event: " + type), "another name: " + block);
    require(event.path("sequence_number").asInt(-1) == all.size(), "out of sequence: " + block);
    require(last == null, "after the end: " + block);
    all.add(event);
    switch (type) {
      case "response.created" -> {
        require(all.size() == 1, "not first");
        id = event.at("/response/id").asText();
        require(id.matches("resp_[a-z0-9]{32}"), "no id: " + id);
        require(event.at("/response/output").isEmpty(), "output before its events");
      }
      case "response.in_progress" -> require(all.size() == 2, "not second");
      case "response.output_item.added" -> added(event);
      case "response.output_item.done" -> done(event);
      case "response.completed", "response.incomplete", "response.failed" -> end(type, event);
      case "error" -> require(event.path("message").isTextual(), "an error without words");
      default -> piece(type, event);
    }
  }

  private void added(JsonNode event) {
    require(event.path("output_index").asInt(-1) == output.size(), "a gap before " + event);
    JsonNode item = event.path("item");
    require(!item.path("id").asText().isEmpty(), "an item without an id: " + event);
    for (String member : List.of("content", "summary", "arguments", "input")) {
      boolean known = item.path("type").asText().matches("message|reasoning|.*_call");
      require(
          !known
              || !item.has(member)
              || item.path(member).isEmpty() && item.path(member).asText().isEmpty(),
          "an item that is not empty: " + event);
    }
    output.add(item.deepCopy());
    done.add(false);
  }

  private void done(JsonNode event) {
    int index = event.path("output_index").asInt(-1);
    ObjectNode grown = item(event, event.at("/item/id").asText());
    JsonNode item = event.path("item");
    switch (item.path("type").asText()) {
      case "message", "reasoning" -> {
        require(texts(grown).equals(texts(item)), "grown to " + grown + ", said to be " + item);
      }
      case "function_call" ->
          require(grown.path("arguments").equals(item.path("arguments")), "arguments: " + item);
      case "custom_tool_call" ->
          require(grown.path("input").equals(item.path("input")), "input: " + item);
      default -> {}
    }
    done.set(index, true);
    output.set(index, item);
  }

  /** The texts of all parts, in order. */
  private static List<String> texts(JsonNode item) {
    List<String> texts = new ArrayList<>();
    for (String member : List.of("summary", "content")) {
      for (JsonNode part : item.path(member)) {
        texts.add(
            part.path("type").asText()
                + part.path("text").asText()
                + part.path("refusal").asText());
      }
    }
    return texts;
  }

  private void piece(String type, JsonNode event) {
    ObjectNode item = item(event, event.path("item_id").asText());
    switch (type) {
      case "response.content_part.added" -> part(item, "content", "content_index", event);
      case "response.reasoning_summary_part.added" -> part(item, "summary", "summary_index", event);
      case "response.content_part.done" -> same(item, "content", "content_index", event);
      case "response.reasoning_summary_part.done" -> same(item, "summary", "summary_index", event);
      case "response.function_call_arguments.delta" -> grow(item, "arguments", event);
      case "response.custom_tool_call_input.delta" -> grow(item, "input", event);
      case "response.function_call_arguments.done" ->
          require(item.path("arguments").equals(event.path("arguments")), "arguments: " + event);
      case "response.custom_tool_call_input.done" ->
          require(item.path("input").equals(event.path("input")), "input: " + event);
      case "response.reasoning_summary_text.delta" ->
          grow(at(item, "summary", event.path("summary_index").asInt(-1)), "text", event);
      case "response.reasoning_summary_text.done" ->
          require(
              at(item, "summary", event.path("summary_index").asInt(-1))
                  .path("text")
                  .equals(event.path("text")),
              "summary: " + event);
      case "response.output_text.annotation.added" -> {}
      default -> text(type, item, event);
    }
  }

  private void text(String type, ObjectNode item, JsonNode event) {
    int dot = type.lastIndexOf('.');
    String member = TEXTS.get(type.substring(0, dot));
    require(member != null, "an event that nobody knows: " + event);
    ObjectNode part = at(item, "content", event.path("content_index").asInt(-1));
    if (type.endsWith(".delta")) {
      require(!type.contains("output_text") || event.path("logprobs").isArray(), "no logprobs");
      grow(part, member, event);
    } else {
      require(part.path(member).equals(event.path(member)), "text: " + event);
    }
  }

  private static void part(ObjectNode item, String list, String index, JsonNode event) {
    ArrayNode parts = item.withArray(list);
    require(event.path(index).asInt(-1) == parts.size(), "a gap before " + event);
    parts.add(event.path("part").deepCopy());
  }

  private static void same(ObjectNode item, String list, String index, JsonNode event) {
    ObjectNode part = at(item, list, event.path(index).asInt(-1));
    JsonNode said = event.path("part");
    require(
        part.path("type").equals(said.path("type")) && part.path("text").equals(said.path("text")),
        "part: " + event);
  }

  private static void grow(ObjectNode of, String member, JsonNode event) {
    require(!event.path("delta").asText().isEmpty(), "an empty delta: " + event);
    of.put(member, of.path(member).asText() + event.path("delta").asText());
  }

  private static ObjectNode at(ObjectNode item, String list, int index) {
    require(item.path(list).has(index), "no " + list + " " + index + " in " + item);
    return (ObjectNode) item.path(list).get(index);
  }

  private ObjectNode item(JsonNode event, String itemId) {
    int index = event.path("output_index").asInt(-1);
    require(output.has(index), "no item for " + event);
    require(!done.get(index), "after the item's end: " + event);
    require(output.get(index).path("id").asText().equals(itemId), "another id: " + event);
    return (ObjectNode) output.get(index);
  }

  private void end(String type, JsonNode event) {
    last = event.path("response");
    require(last.path("id").asText().equals(id), "another response: " + event);
    require(type.equals("response." + last.path("status").asText()), "another end: " + event);
    if (!type.equals("response.failed")) {
      require(!done.contains(false), "items without an end");
      require(last.path("output").equals(output), "output: " + last + "\ngrown: " + output);
    }
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new IllegalArgumentException(what);
    }
  }
}
