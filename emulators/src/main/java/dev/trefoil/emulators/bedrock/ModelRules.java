// Refuses what the model of a request cannot do, in the service's words.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.bedrock.BedrockModels.Lack;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Set;

/** Goes through {@link BedrockModels}. */
final class ModelRules {

  private ModelRules() {}

  static void check(JsonNode body, String modelId, boolean stream) throws RefusedException {
    if (modelId.contains("amazon.nova-")) {
      checkNova(body.path("toolConfig").path("tools"));
      int most = novaOutput(modelId);
      if (body.path("inferenceConfig").path("maxTokens").asInt(0) > most) {
        throw BedrockErrors.tooManyTokens(most);
      }
    }
    Set<Lack> lacks = BedrockModels.lacks(modelId);
    for (Lack lack : Lack.values()) {
      if (lacks.contains(lack) && asks(body, lack, stream)) {
        throw refusal(lack, body);
      }
    }
  }

  /** Its tools have three keywords at the root ("Defining a tool" in Amazon's guide to Nova). */
  private static void checkNova(JsonNode tools) throws RefusedException {
    for (int i = 0; i < tools.size(); i++) {
      for (var member : tools.get(i).path("toolSpec").at("/inputSchema/json").properties()) {
        if (!Set.of("type", "properties", "required").contains(member.getKey())) {
          throw BedrockErrors.model(
              "Malformed input request: #/toolConfig/tools/%d/toolSpec/inputSchema/json: extraneous key [%s] is not permitted, please reformat your input and try again."
                  .formatted(i, member.getKey()));
        }
      }
    }
  }

  /** "Max output tokens" in "What is Amazon Nova?" and in the guide to Nova 2. */
  private static int novaOutput(String modelId) {
    if (modelId.contains("nova-2-")) {
      return 65_535;
    }
    return modelId.contains("nova-premier") ? 32_000 : 10_000;
  }

  private static boolean asks(JsonNode body, Lack lack, boolean stream) {
    JsonNode tools = body.path("toolConfig");
    return switch (lack) {
      case SYSTEM -> !body.path("system").isEmpty();
      case TOOLS -> tools.isObject();
      case STREAMED_TOOLS -> tools.isObject() && stream;
      case ANY_TOOL -> tools.path("toolChoice").hasNonNull("any");
      case NAMED_TOOL -> tools.path("toolChoice").hasNonNull("tool");
      case IMAGES -> anyBlock(body, "image");
      case DOCUMENTS -> anyBlock(body, "document");
      case CACHE ->
          count(body.path("system"), "cachePoint") + count(tools.path("tools"), "cachePoint") > 0
              || anyBlock(body, "cachePoint");
      case SCHEMA -> body.path("outputConfig").hasNonNull("textFormat");
      case TEXT_BESIDE_RESULTS -> mixedTurn(body) >= 0;
    };
  }

  private static RefusedException refusal(Lack lack, JsonNode body) {
    return switch (lack) {
      case SYSTEM ->
          BedrockErrors.validation(
              "This model doesn't support system messages. Try again without a system message or use"
                  + " a model that supports system messages.");
      case TOOLS -> BedrockErrors.validation("This model doesn't support tool use.");
      case STREAMED_TOOLS ->
          BedrockErrors.validation("This model doesn't support tool use in streaming mode.");
      case ANY_TOOL -> field("toolConfig.toolChoice.any");
      case NAMED_TOOL -> field("toolConfig.toolChoice.tool");
      case IMAGES -> field("image");
      case DOCUMENTS -> field("document");
      case SCHEMA -> field("outputConfig.textFormat");
      case CACHE ->
          new RefusedException(
              BedrockErrors.of(
                  403,
                  "AccessDeniedException",
                  "You invoked an unsupported model or your request did not allow prompt caching."
                      + " See the documentation for more information."));
      case TEXT_BESIDE_RESULTS ->
          BedrockErrors.validation(
              "messages.%d.content: Conversation blocks and tool result blocks cannot be provided in the same turn."
                  .formatted(mixedTurn(body)));
    };
  }

  private static RefusedException field(String name) {
    return BedrockErrors.validation(
        "This model doesn't support the %s field. Remove %s and try again.".formatted(name, name));
  }

  private static boolean anyBlock(JsonNode body, String kind) {
    for (JsonNode message : body.path("messages")) {
      if (count(message.path("content"), kind) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The first message with results and something else, or -1. */
  private static int mixedTurn(JsonNode body) {
    int index = 0;
    for (JsonNode message : body.path("messages")) {
      int results = count(message.path("content"), "toolResult");
      if (results > 0 && results < message.path("content").size()) {
        return index;
      }
      index++;
    }
    return -1;
  }

  private static int count(JsonNode blocks, String kind) {
    int count = 0;
    for (JsonNode block : blocks) {
      count += block.hasNonNull(kind) ? 1 : 0;
    }
    return count;
  }
}
