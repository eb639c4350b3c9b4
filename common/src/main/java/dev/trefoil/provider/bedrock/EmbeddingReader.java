package dev.trefoil.provider.bedrock;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads InvokeModel's answers of embedding models: Titan's {@code embedding}, Cohere's {@code
 * embeddings} as a list or, of v4 and wherever types are asked for, under {@code float}.
 */
final class EmbeddingReader {

  private final List<float[]> vectors = new ArrayList<>();
  private long tokens;

  private EmbeddingReader() {}

  /**
   * @throws IOException if this is no such answer
   */
  static EmbeddingReader read(byte[] body) throws IOException {
    EmbeddingReader reader = new EmbeddingReader();
    try (JsonParser json = Json.parser(body)) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT);
      while (json.nextToken() != JsonToken.END_OBJECT) {
        reader.member(json, json.currentName());
      }
    }
    return reader;
  }

  /** In the order of the request's texts. */
  List<float[]> vectors() {
    return vectors;
  }

  /** What Titan counted; 0 of Cohere, which says so in a header. */
  long tokens() {
    return tokens;
  }

  private void member(JsonParser json, String name) throws IOException {
    JsonToken token = json.nextToken();
    switch (name) {
      case "embedding" -> vectors.add(vector(json));
      case "embeddings" -> {
        if (token == JsonToken.START_OBJECT) {
          byType(json);
        } else {
          list(json);
        }
      }
      case "inputTextTokenCount" -> tokens = json.getLongValue();
      default -> json.skipChildren();
    }
  }

  private void byType(JsonParser json) throws IOException {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String type = json.currentName();
      json.nextToken();
      if (type.equals("float")) {
        list(json);
      } else {
        json.skipChildren();
      }
    }
  }

  private void list(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      vectors.add(vector(json));
    }
  }

  private static float[] vector(JsonParser json) throws IOException {
    expect(json, json.currentToken(), JsonToken.START_ARRAY);
    float[] vector = new float[1024];
    int length = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (length == vector.length) {
        vector = Arrays.copyOf(vector, 2 * length);
      }
      vector[length++] = json.getFloatValue();
    }
    return Arrays.copyOf(vector, length);
  }

  private static void expect(JsonParser json, JsonToken found, JsonToken wanted)
      throws JsonParseException {
    if (found != wanted) {
      throw new JsonParseException(json, "expected " + wanted + ", found " + found);
    }
  }
}
