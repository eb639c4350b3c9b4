// Attribute values made at random, small enough to meet one another often.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Values as JSON. */
final class ValueGenerator {
  static final List<String> TYPES =
      List.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");
  static final List<String> NAMES = List.of("a", "b", "c", "d");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> TEXTS = List.of("", "a", "ab", "b", "é", "\uFFFD", "😀");
  private static final List<String> NUMBERS =
      List.of("0", "1", "1.0", "-1", "10", "9", "1e1", "-0.5", "2");
  private static final List<String> BLOBS = List.of("", "AA==", "AAE=", "/w==", "fw==");

  private final Random random;

  ValueGenerator(Random random) {
    this.random = random;
  }

  /** Some of the attributes, each with any value. */
  ObjectNode item() {
    ObjectNode item = JSON.createObjectNode();
    for (String name : NAMES) {
      if (random.nextInt(4) > 0) {
        item.set(name, any(2));
      }
    }
    return item;
  }

  JsonNode any(int depth) {
    return ofType(TYPES.get(random.nextInt(depth > 0 ? TYPES.size() : TYPES.size() - 2)), depth);
  }

  JsonNode ofType(String type) {
    return ofType(type, 1);
  }

  private JsonNode ofType(String type, int depth) {
    ObjectNode value = JSON.createObjectNode();
    return switch (type) {
      case "S" -> value.put(type, one(TEXTS));
      case "N" -> value.put(type, one(NUMBERS));
      case "B" -> value.put(type, one(BLOBS));
      case "BOOL" -> value.put(type, random.nextBoolean());
      case "NULL" -> value.put(type, true);
      case "SS" -> value.set(type, some(TEXTS));
      // Without those that are equal to another of the list.
      case "NS" -> value.set(type, some(List.of("0", "1", "-1", "10", "9", "-0.5", "2")));
      case "BS" -> value.set(type, some(BLOBS));
      case "L" -> {
        ArrayNode list = value.putArray(type);
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(any(depth - 1));
        }
        yield value;
      }
      default -> {
        ObjectNode map = value.putObject(type);
        for (String name : List.of("x", "y")) {
          if (random.nextBoolean()) {
            map.set(name, any(depth - 1));
          }
        }
        yield value;
      }
    };
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private ArrayNode some(List<String> of) {
    List<String> shuffled = new ArrayList<>(of);
    Collections.shuffle(shuffled, random);
    ArrayNode array = JSON.createArrayNode();
    shuffled.subList(0, 1 + random.nextInt(3)).forEach(array::add);
    return array;
  }
}
