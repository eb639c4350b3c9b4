package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What may stand at a place of a request. Written apart from the parser, so that the two can
 * disagree.
 *
 * @param place where, with {@code *} for any index or key
 * @param types letters of what it may be: S text, N number, I whole number, B boolean, O object, L
 *     list
 * @param required whether it may neither be missing nor null
 * @param bad values of an allowed type that are wrong all the same
 */
record Field(String place, String types, boolean required, List<JsonNode> bad) {
  static Field field(String place, String types, String... bad) {
    return new Field(place, types, false, read(bad));
  }

  static Field required(String place, String types, String... bad) {
    return new Field(place, types, true, read(bad));
  }

  /** Whether a value is of a type that may stand here. */
  boolean takes(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING, BINARY -> types.contains("S");
      case NUMBER -> types.contains("N") || types.contains("I") && value.isIntegralNumber();
      case BOOLEAN -> types.contains("B");
      case OBJECT, POJO -> types.contains("O");
      case ARRAY -> types.contains("L");
      case NULL, MISSING -> !required;
    };
  }

  private static List<JsonNode> read(String... values) {
    List<JsonNode> nodes = new ArrayList<>();
    for (String value : values) {
      nodes.add(Json.read(value.replace('\'', '"')));
    }
    return nodes;
  }

  static String quoted(String text) {
    return '"' + text + '"';
  }
}
