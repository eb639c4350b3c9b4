// A request to Gemini, as the emulated model sees it.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.Content;
import com.google.cloud.vertexai.api.FunctionResponse;
import com.google.cloud.vertexai.api.GenerateContentRequest;
import com.google.cloud.vertexai.api.GenerationConfig;
import com.google.cloud.vertexai.api.GenerationConfig.ThinkingConfig;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.emulators.model.AnswerFormat;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** From a GenerateContentRequest to an {@link Ask}. */
final class GeminiAsk {

  private GeminiAsk() {}

  static Ask of(GenerateContentRequest request) {
    GenerationConfig config = request.getGenerationConfig();
    return new Ask(
        conversation(request),
        config.hasMaxOutputTokens()
            ? OptionalInt.of(config.getMaxOutputTokens())
            : OptionalInt.empty(),
        config.getStopSequencesList(),
        GeminiTools.offer(request),
        format(config),
        thinks(config));
  }

  /** Whether thinking is asked for. Models that think unasked do not do so here. */
  private static boolean thinks(GenerationConfig config) {
    ThinkingConfig thinking = config.getThinkingConfig();
    return thinking.hasThinkingBudget()
        ? thinking.getThinkingBudget() != 0
        : thinking.getIncludeThoughts();
  }

  private static AnswerFormat format(GenerationConfig config) {
    if (!config.getResponseMimeType().equals("application/json")) {
      return new AnswerFormat.Text();
    }
    if (config.hasResponseJsonSchema()) {
      return new AnswerFormat.Schema(ProtoJson.of(config.getResponseJsonSchema()));
    }
    return config.hasResponseSchema()
        ? new AnswerFormat.Schema(GeminiTools.schema(config.getResponseSchema()))
        : new AnswerFormat.AnyObject();
  }

  private static List<Turn> conversation(GenerateContentRequest request) {
    List<Turn> turns = new ArrayList<>();
    if (request.hasSystemInstruction()) {
      turns.add(new Turn(Turn.Role.OTHER, text(request.getSystemInstruction())));
    }
    for (Content content : request.getContentsList()) {
      if (content.getPartsList().stream().anyMatch(Part::hasFunctionResponse)) {
        for (Part part : content.getPartsList()) {
          if (part.hasFunctionResponse()) {
            turns.add(new Turn(Turn.Role.TOOL, text(part.getFunctionResponse())));
          }
        }
      } else {
        Turn.Role role = content.getRole().equals("model") ? Turn.Role.MODEL : Turn.Role.USER;
        turns.add(new Turn(role, text(content)));
      }
    }
    return turns;
  }

  private static String text(Content content) {
    var text = new StringBuilder();
    for (Part part : content.getPartsList()) {
      if (part.hasText() && !part.getThought()) {
        text.append(part.getText());
      }
    }
    return text.toString();
  }

  /** The one text in a response, else all of it: a result must be an object, whatever it says. */
  private static String text(FunctionResponse response) {
    ObjectNode json = ProtoJson.of(response.getResponse());
    JsonNode only = json.size() == 1 ? json.iterator().next() : json;
    return only.isTextual() ? only.textValue() : json.toString();
  }
}
