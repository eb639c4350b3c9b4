// Writes attribute values as JSON.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.function.Function;

/** The form that {@link ValueReader} reads. */
final class ValueWriter {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ValueWriter() {}

  static ObjectNode attributes(Value.Document document) {
    ObjectNode json = JSON.objectNode();
    document.values().forEach((name, value) -> json.set(name, value(value)));
    return json;
  }

  static ObjectNode value(Value value) {
    ObjectNode json = JSON.objectNode();
    String type = value.type().name();
    return switch (value) {
      case Value.Text v -> json.put(type, v.text());
      case Value.Numeric v -> json.put(type, Numbers.write(v.number()));
      case Value.Binary v -> json.put(type, base64(v.octets()));
      case Value.Bool v -> json.put(type, v.value());
      case Value.Null v -> json.put(type, true);
      case Value.Texts v -> json.set(type, array(v.texts(), Function.identity()));
      case Value.Numerics v -> json.set(type, array(v.numbers(), Numbers::write));
      case Value.Binaries v -> json.set(type, array(v.octets(), ValueWriter::base64));
      case Value.Sequence v -> {
        ArrayNode array = json.putArray(type);
        v.values().forEach(member -> array.add(value(member)));
        yield json;
      }
      case Value.Document v -> json.set(type, attributes(v));
    };
  }

  private static <T> ArrayNode array(Collection<T> members, Function<T, String> form) {
    ArrayNode array = JSON.arrayNode();
    members.forEach(member -> array.add(form.apply(member)));
    return array;
  }

  private static String base64(String octets) {
    return Base64.getEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1));
  }
}
