// Chat completions as a stream brings them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;

/** Splits one answer into chunks. The choices take turns, as they do at the service. */
final class ChatChunks {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode answer;
  private final boolean includeUsage;
  private final boolean annotated;
  private final List<JsonNode> events = new ArrayList<>();

  private ChatChunks(JsonNode answer, boolean includeUsage, boolean annotated) {
    this.answer = answer;
    this.includeUsage = includeUsage;
    this.annotated = annotated;
  }

  /** The events of the stream: chunk objects, and the end mark as text. */
  static List<JsonNode> split(JsonNode answer, boolean includeUsage, boolean annotated) {
    var chunks = new ChatChunks(answer, includeUsage, annotated);
    chunks.split();
    return chunks.events;
  }

  private void split() {
    if (annotated) {
      // Azure tells what it thinks of the prompt before there is a choice.
      ObjectNode first = NODES.objectNode().put("id", "").put("object", "").put("created", 0);
      first.put("model", "").putArray("choices");
      first.set("prompt_filter_results", Annotations.ofPrompt());
      events.add(first);
    }
    List<List<ObjectNode>> choices = new ArrayList<>();
    for (JsonNode choice : answer.path("choices")) {
      choices.add(pieces(choice));
    }
    int longest = choices.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<ObjectNode> pieces : choices) {
        if (i < pieces.size()) {
          ObjectNode chunk = chunk();
          chunk.putArray("choices").add(pieces.get(i));
          if (includeUsage) {
            chunk.putNull("usage");
          }
          events.add(chunk);
        }
      }
    }
    if (includeUsage && answer.has("usage")) {
      ObjectNode last = chunk();
      last.putArray("choices");
      last.set("usage", answer.get("usage"));
      events.add(last);
    }
    events.add(TextNode.valueOf("[DONE]"));
  }

  private List<ObjectNode> pieces(JsonNode choice) {
    JsonNode message = choice.path("message");
    List<ObjectNode> pieces = new ArrayList<>();
    ObjectNode opening = NODES.objectNode().put("role", message.path("role").asText("assistant"));
    if (message.path("content").isTextual() || message.path("tool_calls").isEmpty()) {
      opening.put("content", "");
    } else {
      opening.putNull("content");
    }
    pieces.add(piece(choice, opening.putNull("refusal")));
    for (Deltas.Delta delta : Deltas.of(message, choice.path("logprobs"))) {
      ObjectNode piece = piece(choice, delta.delta());
      delta.logprobs().ifPresent(logprobs -> piece.set("logprobs", logprobs));
      pieces.add(piece);
    }
    ObjectNode end = piece(choice, NODES.objectNode());
    end.set("finish_reason", choice.path("finish_reason"));
    pieces.add(end);
    return pieces;
  }

  private ObjectNode piece(JsonNode choice, ObjectNode delta) {
    ObjectNode piece = NODES.objectNode().put("index", choice.path("index").asInt());
    piece.set("delta", delta);
    piece.putNull("logprobs").putNull("finish_reason");
    if (annotated) {
      boolean judged = delta.path("content").isTextual() && !delta.has("role");
      piece.set("content_filter_results", judged ? Annotations.unfiltered() : NODES.objectNode());
    }
    return piece;
  }

  private ObjectNode chunk() {
    ObjectNode chunk = NODES.objectNode();
    chunk.set("id", answer.path("id"));
    chunk.put("object", "chat.completion.chunk");
    for (String field : List.of("created", "model", "system_fingerprint", "service_tier")) {
      if (answer.has(field)) {
        chunk.set(field, answer.get(field));
      }
    }
    return chunk;
  }
}
