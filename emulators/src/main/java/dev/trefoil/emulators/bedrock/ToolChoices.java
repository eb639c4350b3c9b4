// The two places where a Converse request may say how free the model is in calling tools.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.ToolChoice;
import java.util.List;
import java.util.Optional;

/**
 * Converse's own {@code toolChoice}, and Anthropic's {@code tool_choice} among the additional
 * fields, which alone can forbid parallel calls. The service takes one of them, not both.
 */
final class ToolChoices {

  private ToolChoices() {}

  static ToolChoice of(JsonNode body) {
    JsonNode own = body.path("toolConfig").path("toolChoice");
    JsonNode additional = additional(body);
    if (own.hasNonNull("tool")) {
      return new ToolChoice.Named(own.get("tool").path("name").asText());
    }
    if (own.hasNonNull("any")) {
      return new ToolChoice.Any();
    }
    return switch (additional.path("type").asText("")) {
      case "none" -> new ToolChoice.None();
      case "any" -> new ToolChoice.Any();
      case "tool" -> new ToolChoice.Named(additional.path("name").asText());
      default -> new ToolChoice.Auto();
    };
  }

  static boolean forced(JsonNode body) {
    ToolChoice choice = of(body);
    return choice instanceof ToolChoice.Any || choice instanceof ToolChoice.Named;
  }

  static boolean parallel(JsonNode body) {
    return !additional(body).path("disable_parallel_tool_use").asBoolean(false);
  }

  /** That both are given: the service's own refusal. */
  static Optional<String> conflict(JsonNode body) {
    JsonNode own = body.path("toolConfig").path("toolChoice");
    return own.isObject() && additional(body).isObject()
        ? Optional.of(
            "The additional field tool_choice/type conflicts with the existing field toolConfig.toolChoice.%s. Remove tool_choice/type and try again."
                .formatted(own.fieldNames().next()))
        : Optional.empty();
  }

  /** What the model's API says to the additional one. */
  static Optional<String> violation(JsonNode body) {
    JsonNode additional = additional(body);
    if (additional.isMissingNode() || additional.isNull()) {
      return Optional.empty();
    }
    if (!additional.path("type").isTextual()) {
      return Optional.of("tool_choice.type: Field required");
    }
    String type = additional.get("type").textValue();
    if (!List.of("any", "auto", "none", "tool").contains(type)) {
      return Optional.of(
          "tool_choice: Input tag '%s' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'"
              .formatted(type));
    }
    JsonNode tools = body.path("toolConfig").path("tools");
    if (tools.isEmpty()) {
      return Optional.of(
          "tool_choice: `tool_choice` may only be specified while providing `tools`.");
    }
    return type.equals("tool") && !names(tools, additional.path("name"))
        ? Optional.of(
            "Tool '%s' not found in provided tools".formatted(additional.path("name").asText()))
        : Optional.empty();
  }

  private static boolean names(JsonNode tools, JsonNode name) {
    for (JsonNode tool : tools) {
      if (tool.path("toolSpec").path("name").equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode additional(JsonNode body) {
    return body.path("additionalModelRequestFields").path("tool_choice");
  }
}
