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
import java.util.Map;
import java.util.Optional;

/** JSON text as protobuf's values and back. Numbers are doubles there. */
final class JsonValues {
  /**
   * Protobuf's readers give up at 100 nested messages; an object takes three of them, and what is
   * around it a few.
   */
  private static final int MAX_DEPTH = 30;

  /** Whole numbers up to here are exact in a double. */
  private static final double MAX_WHOLE = 1L << 53;

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
      return read(json).getStructValue();
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

  /** The object that {@code text} is, if it is one that Vertex AI takes. */
  static Optional<Struct> objectIn(String text) {
    if (!text.stripLeading().startsWith("{")) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(text).getStructValue());
    } catch (IOException e) {
      // Looks like JSON and is none: a text, then, as most results of tools are.
      return Optional.empty();
    }
  }

  private static Value read(String json) throws IOException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      Value value = value(parser);
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON value");
      }
      return value;
    }
  }

  private static Value value(JsonParser parser) throws IOException {
    Value.Builder value = Value.newBuilder();
    switch (parser.currentToken()) {
      case START_OBJECT -> value.setStructValue(struct(parser));
      case START_ARRAY -> {
        ListValue.Builder list = value.getListValueBuilder();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.addValues(value(parser));
        }
      }
      case VALUE_STRING -> value.setStringValue(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> value.setNumberValue(number(parser));
      case VALUE_TRUE, VALUE_FALSE -> value.setBoolValue(parser.getBooleanValue());
      case VALUE_NULL -> value.setNullValue(NullValue.NULL_VALUE);
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("no JSON value");
    }
    return value.build();
  }

  private static Struct struct(JsonParser parser) throws IOException {
    Struct.Builder struct = Struct.newBuilder();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      struct.putFields(name, value(parser));
    }
    return struct.build();
  }

  private static double number(JsonParser parser) throws IOException {
    double number = Double.parseDouble(parser.getText());
    if (Double.isInfinite(number)) {
      throw new IOException("a number that does not fit a double");
    }
    return number;
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
