// What a Converse request asks of the emulated model.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.model.AnswerFormat;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Tool;
import dev.trefoil.emulators.model.ToolOffer;
import dev.trefoil.emulators.model.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** From JSON to {@link Ask}. */
final class ConverseAsk {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ConverseAsk() {}

  static Ask of(JsonNode body) {
    JsonNode inference = body.path("inferenceConfig");
    JsonNode limit = inference.path("maxTokens");
    List<String> stops = new ArrayList<>();
    inference.path("stopSequences").forEach(stop -> stops.add(stop.textValue()));
    return new Ask(
        conversation(body),
        limit.isInt() ? OptionalInt.of(limit.intValue()) : OptionalInt.empty(),
        stops,
        offer(body),
        schema(body).<AnswerFormat>map(AnswerFormat.Schema::new).orElseGet(AnswerFormat.Text::new),
        reasons(body));
  }

  /** The schema that the answer is bound to: an object, written as a string. */
  static Optional<JsonNode> schema(JsonNode body) {
    JsonNode text = body.at("/outputConfig/textFormat/structure/jsonSchema/schema");
    try {
      return text.isTextual()
          ? Optional.ofNullable(JSON.readTree(text.textValue())).filter(JsonNode::isObject)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static List<Turn> conversation(JsonNode body) {
    List<Turn> turns = new ArrayList<>();
    body.path("system")
        .forEach(block -> turns.add(new Turn(Turn.Role.OTHER, block.path("text").asText(""))));
    for (JsonNode message : body.path("messages")) {
      var role = message.path("role").textValue().equals("user") ? Turn.Role.USER : Turn.Role.MODEL;
      var text = new StringBuilder();
      boolean returned = false;
      for (JsonNode block : message.path("content")) {
        text.append(block.path("text").asText(""));
        if (block.hasNonNull("toolResult")) {
          returned = true;
          turns.add(new Turn(Turn.Role.TOOL, result(block.get("toolResult"))));
        }
      }
      if (!returned || !text.isEmpty()) {
        turns.add(new Turn(role, text.toString()));
      }
    }
    return turns;
  }

  private static String result(JsonNode result) {
    var text = new StringBuilder();
    for (JsonNode part : result.path("content")) {
      text.append(part.has("json") ? part.get("json").toString() : part.path("text").asText(""));
    }
    return text.toString();
  }

  private static ToolOffer offer(JsonNode body) {
    List<Tool> tools = new ArrayList<>();
    for (JsonNode tool : body.path("toolConfig").path("tools")) {
      if (tool.hasNonNull("toolSpec")) {
        JsonNode spec = tool.get("toolSpec");
        tools.add(new Tool(spec.path("name").asText(), spec.path("inputSchema").path("json")));
      }
    }
    return new ToolOffer(tools, ToolChoices.of(body), ToolChoices.parallel(body));
  }

  /** Each family of models has its own way to be asked for it. */
  private static boolean reasons(JsonNode body) {
    JsonNode more = body.path("additionalModelRequestFields");
    return ClaudeOnBedrock.settings(body).thinks()
        || body.path("outputConfig").hasNonNull("effort")
        || more.path("output_config").hasNonNull("effort")
        || more.hasNonNull("reasoning_effort")
        || more.path("reasoningConfig").path("type").asText("").equals("enabled")
        || more.path("reasoning_config").path("type").asText("").equals("enabled");
  }
}
