// Settings of Responses that a model or another setting excludes, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Checks all of a request but its items. */
final class ResponsesSettings {

  private static final String EFFORT = "reasoning.effort";

  private ResponsesSettings() {}

  static void check(JsonNode body) throws RefusedException {
    checkModel(body);
    checkTools(body);
    checkFormat(body);
    if (body.hasNonNull("previous_response_id")) {
      throw OpenAiErrors.invalid(
          "Previous response with id '%s' not found."
              .formatted(body.path("previous_response_id").asText()),
          "previous_response_id",
          "previous_response_not_found");
    }
    if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean(false)) {
      throw OpenAiErrors.invalid(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
          "stream_options",
          null);
    }
  }

  private static void checkModel(JsonNode body) throws RefusedException {
    ModelFamily family = ModelFamily.of(body.get("model").textValue());
    JsonNode effort = body.path("reasoning").path("effort");
    if (family.refused().contains("reasoning_effort")) {
      if (body.hasNonNull("reasoning")) {
        throw OpenAiErrors.invalid(
            "Unsupported parameter: '%s' is not supported with this model.".formatted(EFFORT),
            EFFORT,
            "unsupported_parameter");
      }
      for (JsonNode included : body.path("include")) {
        if (included.asText().equals("reasoning.encrypted_content")) {
          throw OpenAiErrors.invalid(
              "Encrypted content is not supported with this model.", "include", null);
        }
      }
    }
    if (effort.isTextual()
        && !family.efforts().isEmpty()
        && !family.efforts().contains(effort.asText())) {
      throw OpenAiErrors.invalid(
          "Unsupported value: '%s' is not supported with the '%s' model. Supported values are: %s."
              .formatted(
                  effort.asText(), body.path("model").asText(), ModelRules.list(family.efforts())),
          EFFORT,
          "unsupported_value");
    }
    for (String parameter : List.of("temperature", "top_p", "top_logprobs")) {
      boolean reasons = !effort.asText(family.reasons() ? "medium" : "none").equals("none");
      if (family.refused().contains(parameter)
          || reasons && family.refusedWhenReasoning().contains(parameter)) {
        ModelRules.checkAbsent(body, parameter);
      }
    }
  }

  private static void checkTools(JsonNode body) throws RefusedException {
    JsonNode tools = body.path("tools");
    for (int i = 0; i < tools.size(); i++) {
      String place = "tools[%d]".formatted(i);
      checkTool(tools.get(i), place);
      JsonNode members = tools.get(i).path("tools");
      for (int j = 0; j < members.size(); j++) {
        checkTool(members.get(j), place + ".tools[%d]".formatted(j));
      }
    }
    JsonNode choice = body.path("tool_choice");
    if (choice.asText().equals("required") && tools.isEmpty()) {
      throw OpenAiErrors.invalid(
          "Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice", null);
    }
    Set<String> names = new HashSet<>();
    for (Map.Entry<String, ResponsesTools.Offered> tool : ResponsesTools.of(body).entrySet()) {
      names.add(tool.getValue().tool().path("type").asText() + " " + tool.getKey());
    }
    checkChosen(choice, names);
    for (JsonNode allowed : choice.path("tools")) {
      checkChosen(allowed, names);
    }
  }

  private static void checkTool(JsonNode tool, String place) throws RefusedException {
    if (!tool.path("type").asText().equals("function")) {
      return;
    }
    String what = "function '%s'".formatted(tool.path("name").asText());
    String param = place + ".parameters";
    if (tool.path("strict").asBoolean(true)) { // Unlike in chat completions.
      StrictSchema.check(tool.path("parameters"), what, param, "invalid_function_parameters");
    } else if (tool.hasNonNull("parameters")) {
      PlainSchema.check(tool.path("parameters"), what, param, "invalid_function_parameters");
    }
  }

  private static void checkChosen(JsonNode choice, Set<String> names) throws RefusedException {
    String type = choice.path("type").asText();
    boolean named = type.equals("function") || type.equals("custom");
    if (named && !names.contains(type + " " + choice.path("name").asText())) {
      throw OpenAiErrors.invalid(
          "Tool choice '%s' not found in 'tools' parameter."
              .formatted(choice.path("name").asText()),
          "tool_choice",
          null);
    }
  }

  private static void checkFormat(JsonNode body) throws RefusedException {
    JsonNode format = body.path("text").path("format");
    if (format.path("type").asText().equals("json_object") && !speaksOfJson(body)) {
      throw OpenAiErrors.invalid(
          "Response input messages must contain the word 'json' in some form to use 'text.format' of"
              + " type 'json_object'.",
          "input",
          null);
    }
    if (format.path("strict").asBoolean(false)) {
      StrictSchema.check(
          format.path("schema"),
          "response_format '%s'".formatted(format.path("name").asText()),
          "text.format.schema",
          "invalid_json_schema");
    }
  }

  private static boolean speaksOfJson(JsonNode body) {
    for (JsonNode item : body.path("input")) {
      if (ChatReader.text(item.path("content")).toLowerCase(Locale.ROOT).contains("json")) {
        return true;
      }
    }
    return false;
  }
}
