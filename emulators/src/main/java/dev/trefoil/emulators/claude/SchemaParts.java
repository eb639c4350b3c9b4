// Where schemas stand in a JSON schema.
package dev.trefoil.emulators.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The schemas that stand directly in a schema. */
final class SchemaParts {

  private static final List<String> LISTS_AND_MAPS =
      List.of(
          "properties",
          "patternProperties",
          "$defs",
          "definitions",
          "anyOf",
          "oneOf",
          "allOf",
          "prefixItems");
  private static final List<String> SINGLES =
      List.of("items", "additionalProperties", "not", "if", "then", "else", "contains");

  private SchemaParts() {}

  static List<JsonNode> of(JsonNode schema) {
    List<JsonNode> parts = new ArrayList<>();
    for (String name : LISTS_AND_MAPS) {
      schema.path(name).forEach(parts::add);
    }
    for (String name : SINGLES) {
      if (schema.path(name).isObject()) {
        parts.add(schema.get(name));
      }
    }
    return parts;
  }
}
