// Parts a message into the deltas of its stream.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Fragments;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text by words, arguments of tools by a few characters. */
final class Deltas {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Deltas() {}

  /** A delta and the probabilities that come with it. */
  record Delta(ObjectNode delta, Optional<JsonNode> logprobs) {
    Delta(ObjectNode delta) {
      this(delta, Optional.empty());
    }
  }

  static List<Delta> of(JsonNode message, JsonNode logprobs) {
    List<Delta> deltas = new ArrayList<>();
    addText(message, "reasoning_content", deltas);
    addText(message, "reasoning", deltas);
    addContent(message, logprobs, deltas);
    addText(message, "refusal", deltas);
    if (!message.path("annotations").isEmpty()) {
      ObjectNode sources = NODES.objectNode();
      deltas.add(new Delta(sources.set("annotations", message.get("annotations"))));
    }
    int index = 0;
    for (JsonNode call : message.path("tool_calls")) {
      addCall(call, index++, deltas);
    }
    return deltas;
  }

  private static void addText(JsonNode message, String field, List<Delta> deltas) {
    for (String word : Words.split(message.path(field).asText(""))) {
      deltas.add(new Delta(NODES.objectNode().put(field, word)));
    }
  }

  private static void addContent(JsonNode message, JsonNode logprobs, List<Delta> deltas) {
    List<String> words = Words.split(message.path("content").asText(""));
    JsonNode probabilities = logprobs.path("content");
    // Those that are not a word each, as in a reply that someone gave, come with the first word.
    boolean paired = probabilities.size() == words.size();
    for (int i = 0; i < words.size(); i++) {
      Optional<JsonNode> own = Optional.empty();
      if (probabilities.isArray() && (paired || i == 0)) {
        ObjectNode piece = NODES.objectNode();
        if (paired) {
          piece.putArray("content").add(probabilities.get(i));
        } else {
          piece.set("content", probabilities);
        }
        own = Optional.of(piece.putNull("refusal"));
      }
      deltas.add(new Delta(NODES.objectNode().put("content", words.get(i)), own));
    }
  }

  /** The first delta of a call has all but its arguments. */
  private static void addCall(JsonNode call, int index, List<Delta> deltas) {
    String field = call.path("type").asText("function");
    String text = field.equals("custom") ? "input" : "arguments";
    ObjectNode first = NODES.objectNode().put("index", index);
    call.properties().forEach(member -> first.set(member.getKey(), member.getValue().deepCopy()));
    deltas.add(new Delta(calls(first)));
    if (first.path(field) instanceof ObjectNode called && called.path(text).isTextual()) {
      String arguments = called.path(text).textValue();
      called.put(text, "");
      for (String fragment : Fragments.of(arguments)) {
        ObjectNode next = NODES.objectNode().put("index", index);
        next.putObject(field).put(text, fragment);
        deltas.add(new Delta(calls(next)));
      }
    }
  }

  private static ObjectNode calls(ObjectNode call) {
    ObjectNode delta = NODES.objectNode();
    delta.putArray("tool_calls").add(call);
    return delta;
  }
}
