// Reads a request of Responses, and refuses what the service refuses.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.AnswerFormat;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Turn;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** From JSON to {@link ResponsesRequest}. */
final class ResponsesReader {

  private ResponsesReader() {}

  /**
   * The body with all items in full: an input that is a text is a message, and so is an item that
   * has a role and no type.
   */
  static JsonNode typed(JsonNode given) {
    if (!(given instanceof ObjectNode)) {
      return given;
    }
    ObjectNode body = given.deepCopy();
    if (body.path("input").isTextual()) {
      String text = body.path("input").textValue();
      body.putArray("input")
          .addObject()
          .put("type", "message")
          .put("role", "user")
          .put("content", text);
    }
    if (body.path("input") instanceof ArrayNode items) {
      for (JsonNode item : items) {
        if (item instanceof ObjectNode object && !object.has("type") && object.has("role")) {
          object.put("type", "message");
        }
      }
    }
    return body;
  }

  /** Reads a body of the right form. */
  static ResponsesRequest read(JsonNode body, ReasoningCipher cipher) throws RefusedException {
    ResponsesSettings.check(body);
    ItemRules.check(body.get("input"), cipher);
    List<Turn> conversation = conversation(body);
    JsonNode limit = body.path("max_output_tokens");
    // A model that is left to itself finds nothing here that is worth a thought.
    String effort = body.path("reasoning").path("effort").asText("none");
    boolean reasons = !effort.equals("none") || body.path("reasoning").hasNonNull("summary");
    Ask ask =
        new Ask(
            conversation,
            limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty(),
            List.of(),
            ResponsesTools.offer(body),
            format(body.path("text").path("format")),
            reasons);
    return new ResponsesRequest(body, ask, CacheReader.ofResponses(body));
  }

  private static List<Turn> conversation(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    if (body.hasNonNull("instructions")) {
      turns.add(new Turn(Turn.Role.OTHER, body.path("instructions").textValue()));
    }
    for (JsonNode item : body.path("input")) {
      switch (item.path("type").asText()) {
        case "message" -> turns.add(new Turn(role(item), ChatReader.text(item.path("content"))));
        case "function_call", "custom_tool_call" -> turns.add(new Turn(Turn.Role.MODEL, ""));
        case "function_call_output", "custom_tool_call_output" ->
            turns.add(new Turn(Turn.Role.TOOL, ChatReader.text(item.path("output"))));
        default -> {}
      }
    }
    return turns;
  }

  private static Turn.Role role(JsonNode message) {
    return switch (message.path("role").asText()) {
      case "user" -> Turn.Role.USER;
      case "assistant" -> Turn.Role.MODEL;
      default -> Turn.Role.OTHER;
    };
  }

  private static AnswerFormat format(JsonNode format) {
    return switch (format.path("type").asText("text")) {
      case "json_object" -> new AnswerFormat.AnyObject();
      case "json_schema" -> new AnswerFormat.Schema(format.path("schema"));
      default -> new AnswerFormat.Text();
    };
  }
}
