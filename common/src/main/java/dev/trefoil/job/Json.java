package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** JSON text to trees and back. */
final class Json {
  private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(200)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private Json() {}

  /** Reads one JSON object that is all of the text. */
  static JrsObject object(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      JrsValue value = parser.nextToken() == null ? null : TREES.readTree(parser);
      if (value instanceof JrsObject object && parser.nextToken() == null) {
        return object;
      }
      throw new IOException("it is not one JSON object");
    }
  }

  /** A text of an object; empty where it is absent or null. */
  static Optional<String> text(JrsObject object, String name) throws IOException {
    JrsValue value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof JrsString text) {
      return Optional.of(text.asText());
    }
    throw new IOException("'" + name + "' is not a text");
  }

  static String write(JrsValue value) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      TREES.writeTree(json, value);
    }
    return out.toString();
  }

  /** Writes JSON by hand. */
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json) throws IOException;
  }

  /** One object with what {@code fields} writes into it. */
  static String object(Writer fields) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
