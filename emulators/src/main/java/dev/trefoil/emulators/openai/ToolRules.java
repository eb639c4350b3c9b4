// What chat completions ask of tools beyond their form, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks tools and their choice. */
final class ToolRules {

  private ToolRules() {}

  static void check(JsonNode body) throws RefusedException {
    for (String parameter : List.of("tool_choice", "parallel_tool_calls")) {
      if (body.hasNonNull(parameter) && body.path("tools").isEmpty()) {
        throw OpenAiErrors.invalid(
            "Invalid value for '%1$s': '%1$s' is only allowed when 'tools' are specified."
                .formatted(parameter),
            parameter,
            null);
      }
    }
    Set<String> names = new HashSet<>();
    int index = 0;
    for (JsonNode tool : body.path("tools")) {
      JsonNode function = tool.path("function");
      names.add(ChatTools.name(tool));
      JsonNode parameters = function.path("parameters");
      String place = "tools[%d].function.parameters".formatted(index++);
      String what = "function '%s'".formatted(ChatTools.name(tool));
      if (function.path("strict").asBoolean(false)) {
        StrictSchema.check(parameters, what, place, "invalid_function_parameters");
      } else if (!parameters.isMissingNode()) {
        PlainSchema.check(parameters, what, place, "invalid_function_parameters");
      }
    }
    checkChoice(body.path("tool_choice"), names);
  }

  private static void checkChoice(JsonNode choice, Set<String> names) throws RefusedException {
    boolean named = choice.has("function") || choice.has("custom");
    if (named && !names.contains(ChatTools.name(choice))) {
      throw OpenAiErrors.invalid(
          "Invalid value for 'tool_choice': no %s named %s was specified in the 'tools' parameter."
              .formatted(
                  choice.has("function") ? "function" : "custom tool", ChatTools.name(choice)),
          "tool_choice",
          null);
    }
  }
}
