package dev.trefoil.provider.vertex;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.trefoil.json.Json;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON text as protobuf's values and back. Numbers are doubles there. */
final class JsonValues {
  /**
   * Protobuf's readers give up at 100 nested messages; an object takes three of them, and what is
   * around it a few.
   */
  private static final int MAX_DEPTH = 30;

  /** Whole numbers up to here are exact in a double. */
  private static final double MAX_WHOLE = 1L << 53;

  /** Begins a number that is not zero, however near. */
  private static final Pattern NOT_ZERO = Pattern.compile("^-?[0.]*[1-9]");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Names come from callers: interning them would keep them for good.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonValues() {}

  /**
   * @param json known to be an object
   * @param param where it stands in the request, to be blamed
   * @throws ProviderException UNSUPPORTED when it nests too deeply, or a number is too large
   */
  static Struct object(String json, String param) throws ProviderException {
    try {
      return read(json, Numbers.NEAREST).getStructValue();
    } catch (IOException e) {
      throw new ProviderException(
              Kind.UNSUPPORTED,
              "Vertex AI takes JSON of at most "
                  + MAX_DEPTH
                  + " levels, with numbers that fit a double",
              e)
          .withParam(param);
    }
  }

  /**
   * Arguments of a call, as a model wrote them. Numbers that a double would alter are texts; an
   * object that is too deep, or has a name twice, is one text.
   *
   * @param json known to be an object
   */
  static Struct arguments(String json) {
    try {
      return read(json, Numbers.AS_TEXT).getStructValue();
    } catch (IOException e) {
      return Struct.newBuilder()
          .putFields("arguments", Value.newBuilder().setStringValue(json).build())
          .build();
    }
  }

  /**
   * The object that {@code text} is, if it is one that Vertex AI takes and that nothing is lost of:
   * no number that a double would alter, no name twice, no name such as {@code $ref}, by which a
   * response refers to its parts ("Function calling", multimodal function responses).
   */
  static Optional<Struct> objectIn(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(text, Numbers.EXACT).getStructValue());
    } catch (IOException e) {
      // Looks like JSON and is none: a text, then, as most results of tools are.
      return Optional.empty();
    }
  }

  private static Value read(String json, Numbers numbers) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      Value value = value(parser, numbers);
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return value;
    }
  }

  private static Value value(JsonParser parser, Numbers numbers) throws IOException {
    Value.Builder value = Value.newBuilder();
    switch (parser.currentToken()) {
      case START_OBJECT -> value.setStructValue(struct(parser, numbers));
      case START_ARRAY -> {
        ListValue.Builder list = value.getListValueBuilder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.addValues(value(parser, numbers));
        }
      }
      case VALUE_STRING -> value.setStringValue(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText(), numbers, value);
      case VALUE_TRUE, VALUE_FALSE -> value.setBoolValue(parser.getBooleanValue());
      case VALUE_NULL -> value.setNullValue(NullValue.NULL_VALUE);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("no JSON value");
    }
    return value.build();
  }

  private static Struct struct(JsonParser parser, Numbers numbers) throws IOException {
    Struct.Builder struct = Struct.newBuilder();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      boolean twice = numbers != Numbers.NEAREST && struct.containsFields(name);
      if (twice || numbers == Numbers.EXACT && name.startsWith("$")) {
        throw new IOException("a name that would be lost, or understood otherwise: " + name);
      }
      struct.putFields(name, value(parser, numbers));
    }
    return struct.build();
  }

  private static void number(String text, Numbers numbers, Value.Builder value) throws IOException {
    double number = Double.parseDouble(text);
    if (Double.isInfinite(number) && numbers != Numbers.AS_TEXT) {
      throw new IOException("a number that does not fit a double");
    }
    if (numbers == Numbers.NEAREST || isExact(text, number)) {
      value.setNumberValue(number);
    } else if (numbers == Numbers.AS_TEXT) {
      value.setStringValue(text);
    } else {
      throw new IOException("a number that a double would alter");
    }
  }

  /** Whether a number is read from a double as it was written. */
  private static boolean isExact(String text, double number) {
    if (number == 0) {
      return !NOT_ZERO.matcher(text).find();
    }
    if (number == Math.rint(number) && Math.abs(number) > MAX_WHOLE) {
      return false;
    }
    return new BigDecimal(Double.toString(number)).compareTo(new BigDecimal(text)) == 0;
  }

  /** What becomes of numbers that a double would alter. */
  private enum Numbers {
    /** They are altered. */
    NEAREST,
    /** They are texts. */
    AS_TEXT,
    /** They are refused. */
    EXACT
  }

  /** A struct as JSON text, whole numbers without a fraction. */
  static String text(Struct struct) {
    return Json.value(json -> write(json, struct));
  }

  private static void write(JsonGenerator json, Struct struct) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, Value> field : struct.getFieldsMap().entrySet()) {
      json.writeFieldName(field.getKey());
      write(json, field.getValue());
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
    switch (value.getKindCase()) {
      case STRUCT_VALUE -> write(json, value.getStructValue());
      case LIST_VALUE -> {
        json.writeStartArray();
        for (Value item : value.getListValue().getValuesList()) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case STRING_VALUE -> json.writeString(value.getStringValue());
      case NUMBER_VALUE -> write(json, value.getNumberValue());
      case BOOL_VALUE -> json.writeBoolean(value.getBoolValue());
      case NULL_VALUE, KIND_NOT_SET -> json.writeNull();
    }
  }

  private static void write(JsonGenerator json, double number) throws IOException {
    if (number == Math.rint(number) && Math.abs(number) <= MAX_WHOLE) {
      json.writeNumber((long) number);
    } else {
      json.writeNumber(number);
    }
  }
}
