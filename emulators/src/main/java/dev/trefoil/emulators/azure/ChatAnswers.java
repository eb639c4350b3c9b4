// Chat completions, whole and as chunks, and the way from one to the other.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Words;
import java.util.ArrayList;
import java.util.List;

/** Builds and splits answers. */
final class ChatAnswers {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ChatAnswers() {}

  static ObjectNode whole(ChatRequest request, Answer answer, String id, long created) {
    ObjectNode json = NODES.objectNode();
    json.put("id", id).put("object", "chat.completion").put("created", created);
    json.put("model", request.model()).put("system_fingerprint", "fp_trefoil");
    ArrayNode choices = json.putArray("choices");
    for (int i = 0; i < request.choices(); i++) {
      ObjectNode choice = choices.addObject().put("index", i);
      choice
          .putObject("message")
          .put("role", "assistant")
          .put("content", answer.text())
          .putNull("refusal")
          .putArray("annotations");
      choice.putNull("logprobs");
      choice.put("finish_reason", answer.end() == Answer.End.LIMIT ? "length" : "stop");
      choice.set("content_filter_results", unfiltered());
    }
    json.set("prompt_filter_results", promptFilterResults());
    int answered = answer.answerTokens() * request.choices();
    ObjectNode usage = json.putObject("usage");
    usage
        .put("prompt_tokens", answer.promptTokens())
        .put("completion_tokens", answered)
        .put("total_tokens", answer.promptTokens() + answered);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0).put("audio_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", 0)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return json;
  }

  /** The events of the stream: chunk objects, and the end mark as text. */
  static List<JsonNode> split(JsonNode answer, boolean includeUsage) {
    List<JsonNode> events = new ArrayList<>();
    // Azure tells what it thinks of the prompt before there is a choice.
    ObjectNode first = NODES.objectNode().put("id", "").put("object", "").put("created", 0);
    first.put("model", "").putArray("choices");
    first.set("prompt_filter_results", promptFilterResults());
    events.add(first);
    for (JsonNode choice : answer.path("choices")) {
      splitChoice(answer, choice, includeUsage, events);
    }
    if (includeUsage && answer.has("usage")) {
      ObjectNode last = chunk(answer);
      last.putArray("choices");
      last.set("usage", answer.get("usage"));
      events.add(last);
    }
    events.add(TextNode.valueOf("[DONE]"));
    return events;
  }

  private static void splitChoice(
      JsonNode answer, JsonNode choice, boolean includeUsage, List<JsonNode> events) {
    JsonNode message = choice.path("message");
    ObjectNode opening = NODES.objectNode().put("role", message.path("role").asText("assistant"));
    opening.put("content", "").putNull("refusal");
    events.add(delta(answer, choice, includeUsage, opening));
    for (String field : List.of("reasoning_content", "content", "refusal")) {
      for (String word : Words.split(message.path(field).asText(""))) {
        events.add(delta(answer, choice, includeUsage, NODES.objectNode().put(field, word)));
      }
    }
    int index = 0;
    for (JsonNode call : message.path("tool_calls")) {
      ObjectNode delta = NODES.objectNode();
      ObjectNode piece = delta.putArray("tool_calls").addObject().put("index", index++);
      call.properties().forEach(member -> piece.set(member.getKey(), member.getValue()));
      events.add(delta(answer, choice, includeUsage, delta));
    }
    ObjectNode end = delta(answer, choice, includeUsage, NODES.objectNode());
    ((ObjectNode) end.path("choices").get(0)).set("finish_reason", choice.path("finish_reason"));
    events.add(end);
  }

  private static ObjectNode delta(
      JsonNode answer, JsonNode choice, boolean includeUsage, ObjectNode delta) {
    ObjectNode chunk = chunk(answer);
    ObjectNode piece = chunk.putArray("choices").addObject();
    piece.put("index", choice.path("index").asInt());
    piece.set("delta", delta);
    piece.putNull("logprobs").putNull("finish_reason");
    piece.set("content_filter_results", delta.has("role") ? NODES.objectNode() : unfiltered());
    if (includeUsage) {
      chunk.putNull("usage");
    }
    return chunk;
  }

  private static ObjectNode chunk(JsonNode answer) {
    ObjectNode chunk = NODES.objectNode();
    chunk.set("id", answer.path("id"));
    chunk.put("object", "chat.completion.chunk");
    for (String field : List.of("created", "model", "system_fingerprint")) {
      if (answer.has(field)) {
        chunk.set(field, answer.get(field));
      }
    }
    return chunk;
  }

  private static ArrayNode promptFilterResults() {
    ArrayNode results = NODES.arrayNode();
    results.addObject().put("prompt_index", 0).set("content_filter_results", unfiltered());
    return results;
  }

  private static ObjectNode unfiltered() {
    ObjectNode results = NODES.objectNode();
    for (String category : List.of("hate", "self_harm", "sexual", "violence")) {
      results.putObject(category).put("filtered", false).put("severity", "safe");
    }
    return results;
  }
}
