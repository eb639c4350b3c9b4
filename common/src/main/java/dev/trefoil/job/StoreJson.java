package dev.trefoil.job;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The JSON of clouds' stores, queues and events, for adapters. */
public final class StoreJson {
  private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private StoreJson() {}

  /**
   * Reads an object.
   *
   * @throws IOException when it is none
   */
  public static JrsObject read(byte[] text) throws IOException {
    return object(tree(text));
  }

  /**
   * Reads an object, or a list's first.
   *
   * @throws IOException when it is none
   */
  public static JrsObject readFirst(byte[] text) throws IOException {
    JrsValue value = tree(text);
    return object(value instanceof JrsArray list ? list.get(0) : value);
  }

  private static JrsValue tree(byte[] text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      return TREES.readTree(parser);
    }
  }

  private static JrsObject object(JrsValue value) throws IOException {
    if (value instanceof JrsObject object) {
      return object;
    }
    throw new IOException("it is not a JSON object");
  }

  /** The text or number at a path of names; empty where there is none. */
  public static Optional<String> text(JrsObject object, String... path) {
    return at(object, path)
        .filter(value -> !value.isNull() && !value.isContainerNode())
        .map(JrsValue::asText);
  }

  /** What stands at a path of names, whatever it is; empty where nothing does. */
  public static Optional<JrsValue> at(JrsObject object, String... path) {
    JrsValue value = object;
    for (String name : path) {
      value = value instanceof JrsObject parent ? parent.get(name) : null;
    }
    return Optional.ofNullable(value);
  }

  /** Writes JSON in UTF-8 to {@code out}, and closes it in the end. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Writes JSON by hand. */
  @FunctionalInterface
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  /** One object with what {@code fields} writes into it. */
  public static String object(Fields fields) {
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
