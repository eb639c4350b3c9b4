// Refuses what a model's family does not take, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Checks settings against the model. */
final class ModelRules {

  private ModelRules() {}

  static void check(JsonNode body) throws RefusedException {
    ModelFamily family = ModelFamily.of(body.get("model").textValue());
    for (String parameter : family.refused()) {
      checkAbsent(body, parameter);
    }
    String effort = body.path("reasoning_effort").asText(family.reasons() ? "medium" : "none");
    if (!effort.equals("none")) {
      for (String parameter : family.refusedWhenReasoning()) {
        checkAbsent(body, parameter);
      }
    }
    if (body.hasNonNull("reasoning_effort")
        && !family.efforts().isEmpty()
        && !family.efforts().contains(effort)) {
      throw OpenAiErrors.invalid(
          "Unsupported value: 'reasoning_effort' does not support '%s' with this model. Supported values are: %s."
              .formatted(effort, list(family.efforts())),
          "reasoning_effort",
          "unsupported_value");
    }
    for (String limit : List.of("max_tokens", "max_completion_tokens")) {
      long asked = body.path(limit).asLong(0);
      if (asked > family.output()) {
        throw OpenAiErrors.invalid(
            "%s is too large: %d. This model supports at most %d completion tokens, whereas you provided %d."
                .formatted(limit, asked, family.output(), asked),
            limit,
            null);
      }
    }
    for (Map.Entry<String, Integer> fixed : family.fixed().entrySet()) {
      JsonNode value = body.path(fixed.getKey());
      if (value.isNumber() && value.doubleValue() != fixed.getValue()) {
        throw OpenAiErrors.invalid(
            "Unsupported value: '%s' does not support %s with this model. Only the default (%d) value is supported."
                .formatted(fixed.getKey(), value.asText(), fixed.getValue()),
            fixed.getKey(),
            "unsupported_value");
      }
    }
  }

  /** Of GPT-5.4 and later: an effort that is not said counts as medium here. */
  static void checkTools(JsonNode body) throws RefusedException {
    String model = body.get("model").textValue();
    if (ModelFamily.of(model).toolsByResponses()
        && !body.path("tools").isEmpty()
        && !body.path("reasoning_effort").asText("medium").equals("none")) {
      throw OpenAiErrors.invalid(
          ("Function tools with reasoning_effort are not supported for %s in /v1/chat/completions."
                  + " To use function tools, use /v1/responses or set reasoning_effort to 'none'.")
              .formatted(model),
          "reasoning_effort",
          null);
    }
  }

  static void checkAbsent(JsonNode body, String parameter) throws RefusedException {
    // False is what logprobs is without being asked for.
    if (body.hasNonNull(parameter) && !body.get(parameter).toString().equals("false")) {
      String instead =
          parameter.equals("max_tokens") ? " Use 'max_completion_tokens' instead." : "";
      throw OpenAiErrors.invalid(
          "Unsupported parameter: '%s' is not supported with this model.%s"
              .formatted(parameter, instead),
          parameter,
          "unsupported_parameter");
    }
  }

  static String list(List<String> values) {
    String all =
        values.subList(0, values.size() - 1).stream()
            .map(value -> "'" + value + "', ")
            .collect(Collectors.joining());
    return all + "and '" + values.getLast() + "'";
  }
}
