// The part of JSON schema that Anthropic's constrained decoding takes ("Structured outputs").
package dev.trefoil.emulators.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks schemas of structured answers and of strict tools. */
public final class StrictSchema {

  /** What may not be asked of a type. An array may ask for {@code minItems} of 0 or 1. */
  private static final Map<String, List<String>> UNSUPPORTED =
      Map.of(
          "integer",
          List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "number",
          List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
          "string",
          List.of("minLength", "maxLength"),
          "array",
          List.of("maxItems", "uniqueItems"));

  /** Keywords that the grammar has no word for. */
  private static final List<String> UNKNOWN =
      List.of(
          "oneOf",
          "not",
          "if",
          "patternProperties",
          "propertyNames",
          "dependentRequired",
          "dependentSchemas",
          "prefixItems",
          "contains");

  private StrictSchema() {}

  /** The first thing in the schema that is not taken, in the service's words. */
  public static Optional<String> violation(JsonNode schema) {
    return circle(schema, schema, new ArrayList<>()).or(() -> part(schema));
  }

  /** A definition that is part of itself. */
  private static Optional<String> circle(JsonNode root, JsonNode schema, List<String> open) {
    JsonNode reference = schema.path("$ref");
    if (reference.isTextual()) {
      String name = reference.textValue();
      if (open.contains(name)) {
        return Optional.of(
            "Circular reference detected in schema definitions: %s -> %s"
                .formatted(String.join(" -> ", open), name));
      }
      JsonNode target =
          name.startsWith("#") ? root.at(name.substring(1)) : MissingNode.getInstance();
      if (target.isMissingNode()) {
        return Optional.of("Could not resolve reference: " + name);
      }
      open.add(name);
      Optional<String> found = circle(root, target, open);
      open.removeLast();
      return found;
    }
    for (JsonNode part : SchemaParts.of(schema)) {
      Optional<String> found = circle(root, part, open);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> part(JsonNode schema) {
    if (!schema.isObject()) {
      return Optional.empty();
    }
    for (String keyword : UNKNOWN) {
      if (schema.has(keyword)) {
        return Optional.of("Schema type '%s' is not supported".formatted(keyword));
      }
    }
    for (JsonNode value : schema.path("enum")) {
      if (value.isContainerNode()) {
        return Optional.of("Enum values must be strings, numbers, booleans or null");
      }
    }
    String type = schema.path("type").asText(schema.has("properties") ? "object" : "");
    if (type.equals("object") && !schema.path("additionalProperties").isBoolean()
        || schema.path("additionalProperties").asBoolean(false)) {
      return Optional.of(
          "For 'object' type, 'additionalProperties' must be explicitly set to false");
    }
    List<String> found =
        UNSUPPORTED.getOrDefault(type, List.of()).stream().filter(schema::has).toList();
    if (!found.isEmpty()) {
      return Optional.of(
          "For '%s' type, properties %s are not supported"
              .formatted(type, String.join(", ", found)));
    }
    if (schema.path("minItems").asInt(0) > 1) {
      return Optional.of("For 'array' type, 'minItems' values other than 0 or 1 are not supported");
    }
    return below(schema);
  }

  private static Optional<String> below(JsonNode schema) {
    for (String list : List.of("properties", "$defs", "definitions", "anyOf", "allOf")) {
      for (JsonNode part : schema.path(list)) {
        Optional<String> found = part(part);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return part(schema.path("items"));
  }
}
