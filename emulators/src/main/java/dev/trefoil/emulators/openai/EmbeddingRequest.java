// An embedding request that the service would accept.
package dev.trefoil.emulators.openai;

import java.util.List;

/**
 * A request.
 *
 * @param model the model's or deployment's name
 * @param inputs what to make vectors of; token arrays as their numbers with spaces between
 * @param dimensions of each vector
 * @param base64 whether vectors are sent as bytes
 */
record EmbeddingRequest(String model, List<String> inputs, int dimensions, boolean base64)
    implements OpenAiRequest {

  EmbeddingRequest {
    inputs = List.copyOf(inputs);
  }
}
