// JSON schemas that Gemini does not take, by the reference of responseJsonSchema.
package dev.trefoil.emulators.vertex;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks the keywords of schemas, and what stands beside a reference. The rules are those of
 * Google's reference for {@code GenerationConfig.responseJsonSchema}; the words are inferred, since
 * nobody is known to have published the service's.
 */
final class GeminiSchemaRules {

  private static final Set<String> KEYWORDS =
      Set.of(
          "$id",
          "$defs",
          "$ref",
          "$anchor",
          "type",
          "format",
          "title",
          "description",
          "enum",
          "items",
          "prefixItems",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "anyOf",
          "oneOf",
          "properties",
          "additionalProperties",
          "required",
          "propertyOrdering");

  private GeminiSchemaRules() {}

  /**
   * Checks a schema with all its parts.
   *
   * @param where whose it is, in the words of the message
   */
  static void check(JsonNode schema, String where) throws VertexRefusal {
    if (!schema.isObject()) {
      return;
    }
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      String keyword = member.getKey();
      if (!KEYWORDS.contains(keyword)) {
        throw VertexErrors.unable(
            "%s schema specified `%s`, which is not supported".formatted(where, keyword));
      }
      if (schema.has("$ref") && !keyword.startsWith("$")) {
        throw VertexErrors.unable(
            "%s schema specified `%s` alongside $ref".formatted(where, keyword));
      }
    }
    for (JsonNode value : schema.path("enum")) {
      if (!value.isTextual() && !value.isNumber()) {
        throw VertexErrors.unable(
            "%s schema has an enum of other than strings and numbers".formatted(where));
      }
    }
    for (String parts : List.of("properties", "$defs", "anyOf", "oneOf", "prefixItems")) {
      for (JsonNode part : schema.path(parts)) {
        check(part, where);
      }
    }
    check(schema.path("items"), where);
    check(schema.path("additionalProperties"), where);
  }
}
