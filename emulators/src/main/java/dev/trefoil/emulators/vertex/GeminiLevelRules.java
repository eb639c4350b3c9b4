// The level of thinking, which only the JSON form of a request can name.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.vertexai.api.GenerationConfig;
import java.util.Set;

/**
 * Checks it as Vertex AI's page on thinking has it: Gemini 3 alone takes levels, Pro no MINIMAL,
 * Gemini 3 Pro no MEDIUM either, and none of them a budget as well. What the refusals say is our
 * own.
 */
final class GeminiLevelRules {
  private static final Set<String> LEVELS = Set.of("MINIMAL", "LOW", "MEDIUM", "HIGH");

  private GeminiLevelRules() {}

  /** Takes the level out of a request, which is left as gRPC's messages can hold it; or nothing. */
  static String take(String model, JsonNode body) throws VertexRefusal {
    if (!(body.at("/generationConfig/thinkingConfig") instanceof ObjectNode thinking)
        || !thinking.has("thinkingLevel")) {
      return "";
    }
    JsonNode level = thinking.remove("thinkingLevel");
    if (!level.isTextual() || !LEVELS.contains(level.textValue())) {
      throw VertexErrors.invalid(
          "Invalid value at 'generation_config.thinking_config.thinking_level', " + level);
    }
    String name = GeminiModels.name(model);
    if (!name.startsWith("gemini-3")
        || level.textValue().equals("MINIMAL") && name.matches("gemini-3[0-9.]*-pro.*")
        || level.textValue().equals("MEDIUM") && name.startsWith("gemini-3-pro")) {
      throw VertexErrors.unable(
          "thinking_level " + level.textValue() + " is not supported by this model");
    }
    return level.textValue();
  }

  static void check(String level, GenerationConfig config) throws VertexRefusal {
    if (!level.isEmpty() && config.getThinkingConfig().hasThinkingBudget()) {
      throw VertexErrors.unable("thinking_budget and thinking_level are not supported together");
    }
  }
}
