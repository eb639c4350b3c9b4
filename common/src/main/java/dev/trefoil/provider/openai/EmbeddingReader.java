package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.trefoil.chat.Embeddings;
import dev.trefoil.json.Json;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads an answer of {@code POST /embeddings} as it comes, keeping nothing but the vectors: those
 * of a full request are tens of megabytes.
 */
final class EmbeddingReader {
  /** Far more than any model has. */
  private static final int MOST_DIMENSIONS = 1 << 16;

  private final JsonParser parser;
  private final Values in;
  private final float[][] vectors;
  private int read;
  private long promptTokens;
  private boolean error;

  private EmbeddingReader(JsonParser parser, int inputs) {
    this.parser = parser;
    this.in = new Values(parser);
    this.vectors = new float[inputs][];
  }

  /**
   * @param inputs how many vectors there must be
   * @throws IOException if it is broken, or not of the shape that OpenAI documents
   * @throws ProviderException OVERLOADED if it is whole but not an answer to the request
   */
  static Embeddings read(InputStream body, int inputs) throws IOException, ProviderException {
    try (JsonParser parser = Json.parser(body)) {
      parser.nextToken();
      EmbeddingReader reader = new EmbeddingReader(parser, inputs);
      reader.answer();
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one value");
      }
      if (reader.error || reader.read != inputs) {
        throw new ProviderException(
            Kind.OVERLOADED, reader.read + " vectors came for " + inputs + " inputs");
      }
      return new Embeddings(Arrays.asList(reader.vectors), reader.promptTokens);
    }
  }

  private void answer() throws IOException {
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "data" -> {
          in.expect(JsonToken.START_ARRAY);
          while (in.nextItem()) {
            item();
          }
        }
        case "usage" -> {
          if (!in.isNull()) {
            promptTokens = UsageReader.read(in).promptTokens();
          }
        }
        case "error" -> error = in.skip() != JsonToken.VALUE_NULL;
        default -> in.skip();
      }
    }
  }

  private void item() throws IOException {
    int index = read;
    float[] vector = new float[0];
    in.expect(JsonToken.START_OBJECT);
    while (in.nextField()) {
      switch (in.field()) {
        case "index" -> index = in.index(vectors.length).orElse(index);
        case "embedding" -> vector = in.isArray() ? numbers() : base64(in.textOrEmpty());
        default -> in.skip();
      }
    }
    if (vector.length == 0 || index >= vectors.length || vectors[index] != null) {
      throw new JsonParseException(parser, "not one vector an input");
    }
    vectors[index] = vector;
    read++;
  }

  /** Servers that do not know {@code encoding_format}. */
  private float[] numbers() throws IOException {
    float[] numbers = new float[1024];
    int count = 0;
    while (in.nextItem()) {
      if (count == MOST_DIMENSIONS) {
        throw new JsonParseException(parser, "a vector of too many dimensions");
      }
      if (count == numbers.length) {
        numbers = Arrays.copyOf(numbers, count * 2);
      }
      numbers[count++] = in.number();
    }
    return Arrays.copyOf(numbers, count);
  }

  private float[] base64(String text) throws IOException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(parser, "a vector that is not base64", e);
    }
    if (bytes.length % Float.BYTES != 0 || bytes.length > MOST_DIMENSIONS * Float.BYTES) {
      throw new JsonParseException(parser, "a vector of " + bytes.length + " bytes");
    }
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }
}
