// A request of Responses, as far as the answer depends on it.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.model.Ask;

/**
 * A request that the service would accept.
 *
 * @param body what of it the answer repeats
 * @param ask what the emulated model is asked
 * @param cached the prompt as the service's cache sees it
 */
record ResponsesRequest(JsonNode body, Ask ask, CachedPrompt cached) implements OpenAiRequest {

  String model() {
    return body.path("model").textValue();
  }

  boolean stream() {
    return body.path("stream").asBoolean(false);
  }

  /** Whether the answer is to have this. */
  boolean includes(String what) {
    for (JsonNode included : body.path("include")) {
      if (included.asText().equals(what)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a summary of the reasoning is to be told. */
  boolean summarizes() {
    return body.path("reasoning").hasNonNull("summary");
  }
}
