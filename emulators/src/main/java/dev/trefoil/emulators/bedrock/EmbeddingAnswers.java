// Embeddings in the forms of Titan and Cohere.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.model.Vectors;
import dev.trefoil.emulators.model.Words;
import java.util.List;

/** Builds answers whose vectors depend on nothing but their texts. */
final class EmbeddingAnswers {

  /** What vectors are stretched by when they are not to be normalized. */
  private static final int UNNORMALIZED = 2;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EmbeddingAnswers() {}

  static int tokens(EmbeddingRequest request) {
    return request.texts().stream().mapToInt(Words::count).sum();
  }

  static ObjectNode of(EmbeddingRequest request, String id) {
    return switch (request.model()) {
      case TITAN_V1 -> titan(request);
      case TITAN_V2 -> {
        ObjectNode json = titan(request);
        ObjectNode byType = json.putObject("embeddingsByType");
        types(request)
            .forEach(type -> byType.set(type, vector(request, request.texts().getFirst(), type)));
        yield json;
      }
      case COHERE_V3 -> cohere(request, id, !request.types().isEmpty());
      // The live service answers by type even when no types are asked for, whatever its page says.
      case COHERE_V4 -> cohere(request, id, true);
    };
  }

  private static ObjectNode titan(EmbeddingRequest request) {
    ObjectNode json = NODES.objectNode();
    json.set("embedding", vector(request, request.texts().getFirst(), "float"));
    return json.put("inputTextTokenCount", tokens(request));
  }

  private static ObjectNode cohere(EmbeddingRequest request, String id, boolean byType) {
    ObjectNode json = NODES.objectNode().put("id", id);
    if (byType) {
      ObjectNode embeddings = json.putObject("embeddings");
      types(request).forEach(type -> embeddings.set(type, vectors(request, type)));
    } else {
      json.set("embeddings", vectors(request, "float"));
    }
    json.put("response_type", byType ? "embeddings_by_type" : "embeddings_floats");
    ArrayNode texts = json.putArray("texts");
    request.texts().forEach(texts::add);
    return json;
  }

  private static List<String> types(EmbeddingRequest request) {
    return request.types().isEmpty() ? List.of("float") : request.types();
  }

  private static ArrayNode vectors(EmbeddingRequest request, String type) {
    ArrayNode vectors = NODES.arrayNode();
    request.texts().forEach(text -> vectors.add(vector(request, text, type)));
    return vectors;
  }

  private static ArrayNode vector(EmbeddingRequest request, String text, String type) {
    float[] vector = Vectors.of(text, request.dimensions());
    ArrayNode json = NODES.arrayNode();
    switch (type) {
      case "int8" -> addRounded(vector, 127, 0, json);
      case "uint8" -> addRounded(vector, 127, 128, json);
      case "binary" -> addBits(vector, 128, json);
      case "ubinary" -> addBits(vector, 0, json);
      default -> {
        for (float value : vector) {
          json.add(request.normalized() ? value : value * UNNORMALIZED);
        }
      }
    }
    return json;
  }

  private static void addRounded(float[] vector, int scale, int offset, ArrayNode json) {
    for (float value : vector) {
      json.add(Math.round(value * scale) + offset);
    }
  }

  /** Eight signs to a number. */
  private static void addBits(float[] vector, int offset, ArrayNode json) {
    for (int i = 0; i + 8 <= vector.length; i += 8) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits = bits << 1 | (vector[i + j] > 0 ? 1 : 0);
      }
      json.add(bits - offset);
    }
  }
}
