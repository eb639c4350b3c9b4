// What Converse asks of its settings beyond its schema.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;

/** Free JSON, and a guardrail's two halves. */
final class SettingsRules {

  private SettingsRules() {}

  static void check(JsonNode body) throws RefusedException {
    JsonNode more = body.path("additionalModelRequestFields");
    if (!more.isMissingNode() && !more.isNull() && !more.isObject()) {
      throw BedrockErrors.notAnObject("additionalModelRequestFields");
    }
    if (body.path("outputConfig").hasNonNull("textFormat") && ConverseAsk.schema(body).isEmpty()) {
      throw BedrockErrors.notAnObject("outputConfig.textFormat.structure.jsonSchema.schema");
    }
    JsonNode guardrail = body.path("guardrailConfig");
    for (String half : List.of("guardrailIdentifier", "guardrailVersion")) {
      if (guardrail.isObject() && guardrail.path(half).asText("").isEmpty()) {
        throw BedrockErrors.validation(
            "The guardrailIdentifier and guardrailVersion fields must both be provided in"
                + " guardrailConfig.");
      }
    }
  }
}
