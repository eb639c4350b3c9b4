package dev.trefoil.provider.openai;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.OptionalInt;

/**
 * Walks through JSON that is documented but not ours: what has another type than told is an error.
 */
final class Values {
  private final JsonParser in;

  Values(JsonParser in) {
    this.in = in;
  }

  /** Goes to the next field's value within an object. */
  boolean nextField() throws IOException {
    if (in.nextToken() != JsonToken.FIELD_NAME) {
      return false;
    }
    in.nextToken();
    return true;
  }

  /** The name of the field whose value is next to be read. */
  String field() throws IOException {
    return in.currentName();
  }

  /** Goes to the next item within an array. */
  boolean nextItem() throws IOException {
    return in.nextToken() != JsonToken.END_ARRAY;
  }

  boolean isNull() {
    return in.currentToken() == JsonToken.VALUE_NULL;
  }

  boolean isArray() {
    return in.currentToken() == JsonToken.START_ARRAY;
  }

  /** A text; empty for null. */
  String textOrEmpty() throws IOException {
    if (isNull()) {
      return "";
    }
    expect(JsonToken.VALUE_STRING);
    return in.getText();
  }

  /** A text, or what any other value is as JSON; empty for null. */
  String textOrJson() throws IOException {
    return isNull() || in.currentToken() == JsonToken.VALUE_STRING ? textOrEmpty() : json();
  }

  /** The value as JSON without line breaks. */
  String json() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = Json.generator(text)) {
      out.copyCurrentStructure(in);
    }
    return text.toString();
  }

  /** An object as a tree. */
  JrsObject object() throws IOException {
    expect(JsonToken.START_OBJECT);
    return (JrsObject) Json.current(in);
  }

  /** A whole number; 0 for null or anything else. */
  long count() throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return in.getLongValue();
    }
    skip();
    return 0;
  }

  /** A number from 0 below {@code limit}; absent for null. */
  OptionalInt index(int limit) throws IOException {
    if (isNull()) {
      return OptionalInt.empty();
    }
    expect(JsonToken.VALUE_NUMBER_INT);
    long index = in.getLongValue();
    if (index < 0 || index >= limit) {
      throw new JsonParseException(in, "an index out of bounds: " + index);
    }
    return OptionalInt.of((int) index);
  }

  float number() throws IOException {
    if (!in.currentToken().isNumeric()) {
      throw new JsonParseException(in, "expected a number, found " + in.currentToken());
    }
    return in.getFloatValue();
  }

  JsonToken skip() throws IOException {
    JsonToken skipped = in.currentToken();
    in.skipChildren();
    return skipped;
  }

  void expect(JsonToken token) throws IOException {
    if (in.currentToken() != token) {
      throw new JsonParseException(in, "expected " + token + ", found " + in.currentToken());
    }
  }
}
