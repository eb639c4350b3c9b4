// The guardrail that a call of Converse names, by the policies of ApplyGuardrail's.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;

/** Whether it steps in: over the texts of the messages, and of the answer. */
final class AppliedGuardrail {
  private AppliedGuardrail() {}

  /** Instructions, results of tools and calls are not looked at. */
  static boolean stops(JsonNode request, JsonNode answer) {
    if (!request.path("guardrailConfig").isObject()) {
      return false;
    }
    for (JsonNode message : request.path("messages")) {
      if (condemns(message.path("content"))) {
        return true;
      }
    }
    return condemns(answer.at("/output/message/content"));
  }

  private static boolean condemns(JsonNode content) {
    for (JsonNode block : content) {
      if (ApplyGuardrailEmulator.blocks(block.path("text").asText(""))) {
        return true;
      }
    }
    return false;
  }
}
