package dev.trefoil.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Reads one JSON text member by member. What is of no interest is skipped, not kept. Every method
 * leaves the cursor at the end of the value that it read; a text of another shape than is asked for
 * is a broken one.
 */
public final class JsonCursor implements AutoCloseable {
  private final JsonParser in;
  private final byte[] bytes;

  /** Reads a member of an object. */
  @FunctionalInterface
  public interface MemberReader {
    /** The cursor stands on the value of the member {@code name}, to be read or skipped. */
    void member(String name) throws IOException;
  }

  /** Reads an item of an array. */
  @FunctionalInterface
  public interface ItemReader {
    /** The cursor stands on an item, to be read or skipped. */
    void item() throws IOException;
  }

  /** Stands on the only value of {@code length} bytes. */
  public JsonCursor(byte[] bytes, int length) throws IOException {
    this.in = Json.parser(bytes, length);
    this.bytes = bytes;
    in.nextToken();
  }

  /** Reads an object; null is one without members. */
  public void object(MemberReader reader) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_OBJECT);
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String name = in.currentName();
      in.nextToken();
      reader.member(name);
    }
  }

  /** Reads an array; null is an empty one. */
  public void array(ItemReader reader) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    expect(JsonToken.START_ARRAY);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      reader.item();
    }
  }

  /** Reads a text; null is an empty one. */
  public String string() throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return "";
    }
    expect(JsonToken.VALUE_STRING);
    return in.getText();
  }

  /** Reads a whole number; null is none. */
  public OptionalLong number() throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return OptionalLong.empty();
    }
    expect(JsonToken.VALUE_NUMBER_INT);
    return OptionalLong.of(in.getLongValue());
  }

  /** Any value as the text that it stands there as, digit by digit. */
  public String raw() throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    in.finishToken();
    int to = (int) in.currentLocation().getByteOffset();
    if (from < 0 || to < from) {
      throw new JsonParseException(in, "not UTF-8");
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /** Passes over any value. */
  public void skip() throws IOException {
    in.skipChildren();
  }

  /**
   * @throws IOException if something follows the value
   */
  public void end() throws IOException {
    if (in.nextToken() != null) {
      throw new JsonParseException(in, "more than one value");
    }
  }

  private void expect(JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new JsonParseException(in, "expected " + token + ", found " + in.currentToken());
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
