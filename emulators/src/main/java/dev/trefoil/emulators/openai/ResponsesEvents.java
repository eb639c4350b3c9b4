// The events that Responses stream for a whole answer.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Fragments;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Splits answers: text word by word, arguments in fragments; every event is numbered. */
final class ResponsesEvents {

  static final String BROKEN = "{\"type\":\"response.output_te";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final List<JsonNode> events = new ArrayList<>();
  private int index = -1;
  private String id = "";

  private ResponsesEvents() {}

  /** Whether an event is one of Responses, and no chunk of a chat completion. */
  static boolean isOne(JsonNode event) {
    String type = event.path("type").asText("");
    return type.startsWith("response.") || type.equals("error");
  }

  /** Whether it brings a piece of the answer. */
  static boolean isToken(JsonNode event) {
    return event.path("type").asText().endsWith(".delta");
  }

  static List<JsonNode> of(JsonNode answer) {
    ResponsesEvents stream = new ResponsesEvents();
    stream.response("response.created", ResponsesAnswers.begun(answer));
    stream.response("response.in_progress", ResponsesAnswers.begun(answer));
    for (JsonNode item : answer.path("output")) {
      stream.item(item);
    }
    stream.response("response." + answer.path("status").asText("completed"), answer);
    return stream.events;
  }

  private void response(String type, JsonNode response) {
    event(type).set("response", response);
  }

  private void item(JsonNode item) {
    index++;
    id = item.path("id").asText();
    String type = item.path("type").asText();
    ObjectNode added = item.deepCopy();
    for (String member : List.of("content", "summary")) {
      if (added.has(member)) {
        added.putArray(member);
      }
    }
    for (String member : List.of("arguments", "input")) {
      if (added.has(member)) {
        added.put(member, "");
      }
    }
    if (added.has("status")) {
      added.put("status", "in_progress");
    }
    event("response.output_item.added").put("output_index", index).set("item", added);
    switch (type) {
      case "message" -> parts(item.path("content"));
      case "reasoning" -> {
        summary(item.path("summary"));
        thoughts(item.path("content"));
      }
      case "function_call" -> call("function_call_arguments", "arguments", item);
      case "custom_tool_call" -> call("custom_tool_call_input", "input", item);
      default -> {}
    }
    event("response.output_item.done").put("output_index", index).set("item", item);
  }

  private void parts(JsonNode parts) {
    int place = 0;
    for (JsonNode part : parts) {
      boolean refusal = part.path("type").asText().equals("refusal");
      String member = refusal ? "refusal" : "text";
      String name = refusal ? "response.refusal" : "response.output_text";
      ObjectNode begun = part.deepCopy();
      begun.put(member, "");
      if (!refusal) {
        begun.putArray("annotations");
        begun.putArray("logprobs");
      }
      of("response.content_part.added").put("content_index", place).set("part", begun);
      List<String> words = Words.split(part.path(member).asText());
      JsonNode probabilities = part.path("logprobs");
      boolean paired = probabilities.size() == words.size();
      for (int i = 0; i < words.size(); i++) {
        ObjectNode delta = of(name + ".delta").put("content_index", place);
        delta.put("delta", words.get(i));
        if (!refusal) {
          ArrayNode own = delta.putArray("logprobs");
          if (paired) {
            own.add(probabilities.get(i));
          } else if (i == 0 && probabilities.isArray()) {
            own.addAll((ArrayNode) probabilities);
          }
        }
      }
      int annotated = 0;
      for (JsonNode annotation : part.path("annotations")) {
        of("response.output_text.annotation.added")
            .put("content_index", place)
            .put("annotation_index", annotated++)
            .set("annotation", annotation);
      }
      ObjectNode done = of(name + ".done").put("content_index", place);
      done.put(member, part.path(member).asText());
      if (!refusal) {
        done.set("logprobs", probabilities.isArray() ? probabilities : NODES.arrayNode());
      }
      of("response.content_part.done").put("content_index", place++).set("part", part);
    }
  }

  private void summary(JsonNode parts) {
    int place = 0;
    for (JsonNode part : parts) {
      ObjectNode begun = part.deepCopy();
      of("response.reasoning_summary_part.added")
          .put("summary_index", place)
          .set("part", begun.put("text", ""));
      String text = part.path("text").asText();
      for (String word : Words.split(text)) {
        of("response.reasoning_summary_text.delta").put("summary_index", place).put("delta", word);
      }
      of("response.reasoning_summary_text.done").put("summary_index", place).put("text", text);
      of("response.reasoning_summary_part.done").put("summary_index", place++).set("part", part);
    }
  }

  private void thoughts(JsonNode parts) {
    int place = 0;
    for (JsonNode part : parts) {
      String text = part.path("text").asText();
      for (String word : Words.split(text)) {
        of("response.reasoning_text.delta").put("content_index", place).put("delta", word);
      }
      of("response.reasoning_text.done").put("content_index", place++).put("text", text);
    }
  }

  private void call(String name, String member, JsonNode item) {
    String text = item.path(member).asText();
    for (String fragment : Fragments.of(text)) {
      of("response." + name + ".delta").put("delta", fragment);
    }
    of("response." + name + ".done").put(member, text);
  }

  /** An event of the item that is open. */
  private ObjectNode of(String type) {
    return event(type).put("item_id", id).put("output_index", index);
  }

  private ObjectNode event(String type) {
    ObjectNode event = NODES.objectNode().put("type", type).put("sequence_number", events.size());
    events.add(event);
    return event;
  }
}
