// Between protobuf's JSON values and Jackson's.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;

/** Converts. All numbers of protobuf's are doubles: whole ones become whole again. */
final class ProtoJson {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ProtoJson() {}

  /** A message in proto JSON. */
  static JsonNode of(Message message) {
    try {
      return JSON.readTree(JsonFormat.printer().print(message));
    } catch (InvalidProtocolBufferException | JsonProcessingException e) {
      throw new IllegalStateException("a message that was parsed can be printed", e);
    }
  }

  /**
   * Reads a message from proto JSON.
   *
   * @throws IllegalArgumentException when it is none
   */
  static <B extends Message.Builder> B read(JsonNode json, B builder) {
    try {
      JsonFormat.parser().merge(json.toString(), builder);
      return builder;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "not a %s: %s".formatted(builder.getDescriptorForType().getName(), e.getMessage()), e);
    }
  }

  static ObjectNode of(Struct struct) {
    ObjectNode object = NODES.objectNode();
    struct.getFieldsMap().forEach((name, value) -> object.set(name, of(value)));
    return object;
  }

  static JsonNode of(Value value) {
    return switch (value.getKindCase()) {
      case STRING_VALUE -> NODES.textNode(value.getStringValue());
      case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
      case NUMBER_VALUE -> number(value.getNumberValue());
      case STRUCT_VALUE -> of(value.getStructValue());
      case LIST_VALUE -> {
        ArrayNode array = NODES.arrayNode();
        value.getListValue().getValuesList().forEach(item -> array.add(of(item)));
        yield array;
      }
      case NULL_VALUE, KIND_NOT_SET -> NODES.nullNode();
    };
  }

  private static JsonNode number(double number) {
    if (number != Math.rint(number) || Math.abs(number) >= 1e15) {
      return NODES.numberNode(number);
    }
    // The node that Jackson would read.
    return number == (int) number
        ? NODES.numberNode((int) number)
        : NODES.numberNode((long) number);
  }
}
