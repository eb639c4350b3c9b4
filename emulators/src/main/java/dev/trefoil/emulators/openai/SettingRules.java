// Settings that exclude or need each other, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.Locale;

/** Checks settings against each other. */
final class SettingRules {

  private SettingRules() {}

  static void check(JsonNode body) throws RefusedException {
    needs(body, "stream_options", body.path("stream").asBoolean(false), "'stream' is enabled");
    needs(body, "top_logprobs", body.path("logprobs").asBoolean(false), "'logprobs' is enabled");
    needs(body, "metadata", body.path("store").asBoolean(false), "'store' is enabled");
    if (body.hasNonNull("max_tokens") && body.hasNonNull("max_completion_tokens")) {
      throw OpenAiErrors.invalid(
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
          "max_tokens",
          "invalid_parameter_combination");
    }
    checkFormat(body);
  }

  private static void needs(JsonNode body, String parameter, boolean met, String condition)
      throws RefusedException {
    if (body.hasNonNull(parameter) && !met) {
      throw OpenAiErrors.invalid(
          "The '%s' parameter is only allowed when %s.".formatted(parameter, condition),
          parameter,
          null);
    }
  }

  private static void checkFormat(JsonNode body) throws RefusedException {
    JsonNode format = body.path("response_format");
    if (format.path("type").asText("").equals("json_object") && !speaksOfJson(body)) {
      throw OpenAiErrors.invalid(
          "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
              + " 'json_object'.",
          "messages",
          null);
    }
    JsonNode schema = format.path("json_schema");
    if (schema.path("strict").asBoolean(false)) {
      StrictSchema.check(
          schema.path("schema"),
          "response_format '%s'".formatted(schema.path("name").asText()),
          "response_format",
          null);
    }
  }

  private static boolean speaksOfJson(JsonNode body) {
    for (JsonNode message : body.path("messages")) {
      if (ChatReader.text(message.path("content")).toLowerCase(Locale.ROOT).contains("json")) {
        return true;
      }
    }
    return false;
  }
}
