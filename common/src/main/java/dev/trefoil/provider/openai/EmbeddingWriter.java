package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.trefoil.chat.EmbeddingRequest;
import dev.trefoil.chat.EmbeddingRequest.Input;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes a request as the body of {@code POST /embeddings}. */
final class EmbeddingWriter {
  private EmbeddingWriter() {}

  /**
   * @param inputs those of the request that this body is for
   */
  static byte[] write(EmbeddingRequest request, List<Input> inputs, String model) {
    try (ByteArrayBuilder bytes = new ByteArrayBuilder();
        JsonGenerator out = Json.generator(bytes)) {
      out.writeStartObject();
      out.writeStringField("model", model);
      out.writeArrayFieldStart("input");
      for (Input input : inputs) {
        switch (input) {
          case Input.Text(String text) -> out.writeString(text);
          case Input.Tokens(List<Integer> tokens) -> {
            out.writeStartArray();
            for (int token : tokens) {
              out.writeNumber(token);
            }
            out.writeEndArray();
          }
        }
      }
      out.writeEndArray();
      // A third of the bytes, and none of the parsing, of numbers in decimal.
      out.writeStringField("encoding_format", "base64");
      if (request.dimensions().isPresent()) {
        out.writeNumberField("dimensions", request.dimensions().getAsInt());
      }
      if (request.user().isPresent()) {
        out.writeStringField("user", request.user().get());
      }
      out.writeEndObject();
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }
}
