// Reads attribute values from JSON whose form WireForm has checked.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads values; a refusal is a ValidationException in the service's words. */
final class ValueReader {
  private static final int DEEPEST = 32;

  private ValueReader() {}

  /** Reads a map of attributes: an item or a key. */
  static Value.Document attributes(JsonNode json) {
    return document(json, 0);
  }

  /** Reads one value. */
  static Value value(JsonNode json) {
    return value(json, 0);
  }

  private static Value.Document document(JsonNode json, int depth) {
    Map<String, Value> values = new LinkedHashMap<>();
    json.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue(), depth)));
    return new Value.Document(values);
  }

  private static Value value(JsonNode json, int depth) {
    List<Value.Type> types = new ArrayList<>();
    for (Value.Type type : Value.Type.values()) {
      if (json.hasNonNull(type.name())) {
        types.add(type);
      }
    }
    if (types.isEmpty()) {
      throw Refusal.invalid(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    // A value that is wrong in itself is refused before the one that it should not stand beside.
    Value value = null;
    for (Value.Type type : types) {
      value = typed(type, json.get(type.name()), depth);
    }
    if (types.size() > 1) {
      throw Refusal.invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    return value;
  }

  private static Value typed(Value.Type type, JsonNode json, int depth) {
    return switch (type) {
      case S -> new Value.Text(json.textValue());
      case N -> new Value.Numeric(Numbers.parse(json.textValue()));
      case B -> new Value.Binary(octets(json.textValue()));
      case BOOL -> new Value.Bool(WireForm.truth(json));
      case NULL -> {
        if (!WireForm.truth(json)) {
          throw Refusal.invalidParameter("Null attribute value types must have the value of true");
        }
        yield new Value.Null();
      }
      case SS -> new Value.Texts(texts(json));
      case NS -> new Value.Numerics(numbers(json));
      case BS -> new Value.Binaries(binaries(json));
      case L -> {
        requireShallow(depth);
        List<Value> values = new ArrayList<>();
        json.forEach(member -> values.add(value(member, depth + 1)));
        yield new Value.Sequence(values);
      }
      case M -> {
        requireShallow(depth);
        yield document(json, depth + 1);
      }
    };
  }

  private static void requireShallow(int depth) {
    if (depth >= DEEPEST) {
      throw Refusal.invalid(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
  }

  // The two spaces and the missing one are the service's.
  private static Set<String> texts(JsonNode json) {
    if (json.isEmpty()) {
      throw Refusal.invalidParameter("An string set  may not be empty");
    }
    List<String> all = new ArrayList<>();
    json.forEach(member -> all.add(member.textValue()));
    Set<String> set = new LinkedHashSet<>(all);
    if (set.size() < all.size()) {
      throw Refusal.invalidParameter("Input collection " + all + " contains duplicates.");
    }
    return set;
  }

  private static Set<BigDecimal> numbers(JsonNode json) {
    if (json.isEmpty()) {
      throw Refusal.invalidParameter("An number set  may not be empty");
    }
    Set<BigDecimal> set = new LinkedHashSet<>();
    json.forEach(member -> set.add(Numbers.parse(member.textValue())));
    if (set.size() < json.size()) {
      throw Refusal.invalid("Input collection contains duplicates");
    }
    return set;
  }

  private static Set<String> binaries(JsonNode json) {
    if (json.isEmpty()) {
      throw Refusal.invalidParameter("Binary sets should not be empty");
    }
    List<String> all = new ArrayList<>();
    json.forEach(member -> all.add(member.textValue()));
    Set<String> set = new LinkedHashSet<>();
    all.forEach(text -> set.add(octets(text)));
    if (set.size() < all.size()) {
      throw Refusal.invalidParameter("Input collection " + all + "of type BS contains duplicates.");
    }
    return set;
  }

  private static String octets(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
  }
}
