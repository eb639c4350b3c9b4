// Embeddings as the service answers them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.emulators.model.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;

/** Builds answers. */
final class EmbeddingAnswers {

  private EmbeddingAnswers() {}

  static ObjectNode whole(EmbeddingRequest request) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = json.putArray("data");
    int tokens = 0;
    for (int i = 0; i < request.inputs().size(); i++) {
      String input = request.inputs().get(i);
      tokens += Words.count(input);
      float[] vector = Vectors.of(input, request.dimensions());
      ObjectNode item = data.addObject().put("object", "embedding").put("index", i);
      if (request.base64()) {
        item.put("embedding", base64(vector));
      } else {
        ArrayNode numbers = item.putArray("embedding");
        for (float number : vector) {
          numbers.add(number);
        }
      }
    }
    json.put("model", request.model());
    json.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
    return json;
  }

  /** Little-endian, as OpenAI's SDKs read it. */
  private static String base64(float[] vector) {
    ByteBuffer bytes =
        ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
