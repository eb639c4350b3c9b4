package dev.trefoil.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.jr.stree.JacksonJrsTreeCodec;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** JSON text to trees and back, and written by hand; within bounds, without binding. */
public final class Json {
  /** No message of a service or a client nests deeper than a tool's schema does: far below this. */
  private static final int MAX_DEPTH = 200;

  /** What we keep of a message stands a few levels deep in texts of our own. */
  private static final int MAX_DEPTH_OF_TEXTS = MAX_DEPTH + 50;

  private static final JacksonJrsTreeCodec TREES = new JacksonJrsTreeCodec();

  private static final JsonFactory FACTORY = factory(MAX_DEPTH);
  private static final JsonFactory TEXTS = factory(MAX_DEPTH_OF_TEXTS);

  private Json() {}

  private static JsonFactory factory(int depth) {
    return JsonFactory.builder()
        // Names come from callers: interning them would keep them for good.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // Whoever reads bytes bounds them, and with them texts and the number of tokens.
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  /** Writes members of an object by hand. */
  @FunctionalInterface
  public interface Members {
    void write(JsonGenerator json) throws IOException;
  }

  /** Reads token by token. */
  public static JsonParser parser(byte[] text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** Reads the first {@code length} bytes token by token. */
  public static JsonParser parser(byte[] text, int length) throws IOException {
    return FACTORY.createParser(text, 0, length);
  }

  /** Reads token by token. */
  public static JsonParser parser(String text) throws IOException {
    return TEXTS.createParser(text);
  }

  /** Reads token by token, as the bytes come. */
  public static JsonParser parser(InputStream text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** The value that the parser comes to next; null at the end of the text. */
  public static JrsValue next(JsonParser parser) throws IOException {
    return parser.nextToken() == null ? null : TREES.readTree(parser);
  }

  /** The value that begins where the parser is. */
  public static JrsValue current(JsonParser parser) throws IOException {
    return TREES.readTree(parser);
  }

  /**
   * Reads an object, and nothing behind it.
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

  /**
   * Reads an object that is all of the text.
   *
   * @throws IOException when it is none
   */
  public static JrsObject readWhole(String text) throws IOException {
    try (JsonParser parser = parser(text)) {
      if (next(parser) instanceof JrsObject object && parser.nextToken() == null) {
        return object;
      }
      throw new IOException("it is not one JSON object");
    }
  }

  /** Reads any value, and nothing behind it. */
  public static JrsValue readAny(String text) throws IOException {
    try (JsonParser parser = parser(text)) {
      return next(parser);
    }
  }

  private static JrsValue tree(byte[] text) throws IOException {
    try (JsonParser parser = parser(text)) {
      return next(parser);
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

  /**
   * A text of an object; empty where it is absent or null.
   *
   * @throws IOException when it is anything else
   */
  public static Optional<String> optionalText(JrsObject object, String name) throws IOException {
    JrsValue value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof JrsString text) {
      return Optional.of(text.asText());
    }
    throw new IOException("'" + name + "' is not a text");
  }

  /** What stands at a path of names, whatever it is; empty where nothing does. */
  public static Optional<JrsValue> at(JrsObject object, String... path) {
    JrsValue value = object;
    for (String name : path) {
      value = value instanceof JrsObject parent ? parent.get(name) : null;
    }
    return Optional.ofNullable(value);
  }

  /** The objects of a list at a path of names; none where there is no list. */
  public static List<JrsObject> objects(JrsObject object, String... path) {
    List<JrsObject> objects = new ArrayList<>();
    if (at(object, path).orElse(null) instanceof JrsArray list) {
      for (Iterator<JrsValue> all = list.elements(); all.hasNext(); ) {
        if (all.next() instanceof JrsObject one) {
          objects.add(one);
        }
      }
    }
    return objects;
  }

  /** Writes JSON in UTF-8 to {@code out}, and closes it in the end. */
  public static JsonGenerator generator(OutputStream out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Writes value after value in UTF-8, with nothing between them, for as long as it is open. */
  public static JsonGenerator values(OutputStream out) {
    try {
      return FACTORY.createGenerator(out).setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes JSON to {@code out}, and closes it in the end. */
  public static JsonGenerator generator(Writer out) throws IOException {
    return FACTORY.createGenerator(out);
  }

  /** Writes a tree. */
  public static void write(JsonGenerator json, JrsValue value) throws IOException {
    TREES.writeTree(json, value);
  }

  /** A tree as text. */
  public static String write(JrsValue value) {
    return value(json -> write(json, value));
  }

  /** One object with these members. */
  public static String object(Members members) {
    return value(
        json -> {
          json.writeStartObject();
          members.write(json);
          json.writeEndObject();
        });
  }

  /** One value in UTF-8, written by hand. */
  public static byte[] bytes(Members value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return out.toByteArray();
  }

  /** One value, written by hand. */
  public static String value(Members value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Nothing is written to but memory.
    }
    return out.toString();
  }
}
