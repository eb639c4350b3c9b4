// The settings of a request to a Claude model, whichever API they came through.
package dev.trefoil.emulators.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Settings, as far as models differ in them. Missing nodes stand for what was not set.
 *
 * @param temperature as set
 * @param topP as set
 * @param topK whether it is set
 * @param maxTokens as set
 * @param stops stop sequences
 * @param thinking the thinking object of Anthropic's API
 * @param effort the effort, maybe of an unknown level
 * @param schema the schema that the answer is bound to
 * @param forced whether a tool must be called
 */
public record ClaudeSettings(
    OptionalDouble temperature,
    OptionalDouble topP,
    boolean topK,
    OptionalInt maxTokens,
    List<String> stops,
    JsonNode thinking,
    Optional<String> effort,
    JsonNode schema,
    boolean forced) {

  /** Whether the model is to think before it answers. */
  public boolean thinks() {
    String type = thinking.path("type").asText("");
    return type.equals("enabled") || type.equals("adaptive");
  }

  /** Whether thinking has a budget, which makes the rules for history stricter. */
  public boolean budgeted() {
    return thinking.path("type").asText("").equals("enabled");
  }

  /** Whether thinking is told in words; if not, only that there was some. */
  public boolean shown(ClaudeTraits traits) {
    return switch (thinking.path("display").asText("")) {
      case "summarized" -> true;
      case "omitted" -> false;
      default -> traits.shown();
    };
  }
}
