// What Claude's services ask of the schemas of all tools of a request, in their words.
package dev.trefoil.emulators.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks tools one by one, and what is strict of a request together. */
public final class ToolSchemas {

  private static final Pattern KEY = Pattern.compile("[a-zA-Z0-9_.-]{1,64}");
  private static final int STRICT_TOOLS = 20;
  private static final int OPTIONAL = 24;
  private static final int UNIONS = 16;
  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string");

  private ToolSchemas() {}

  /**
   * A tool's schema.
   *
   * @param schema as sent
   * @param strict whether arguments are to hold to it
   */
  public record Tool(JsonNode schema, boolean strict) {}

  /**
   * The first thing that is wrong, if anything is.
   *
   * @param format the schema that the answer is bound to; a missing node for none
   */
  public static Optional<String> violation(List<Tool> tools, JsonNode format) {
    for (int i = 0; i < tools.size(); i++) {
      Optional<String> found = violation(tools.get(i));
      if (found.isPresent()) {
        return Optional.of("tools.%d.custom%s".formatted(i, found.get()));
      }
    }
    return together(tools, format);
  }

  private static Optional<String> violation(Tool tool) {
    JsonNode schema = tool.schema();
    if (!schema.hasNonNull("type")) {
      return Optional.of(".input_schema.type: Field required");
    }
    if (!schema.get("type").asText().equals("object")) {
      return Optional.of(".input_schema.type: Input should be 'object'");
    }
    if (schema.has("anyOf") || schema.has("oneOf") || schema.has("allOf")) {
      return Optional.of(
          ".input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level");
    }
    for (var property : schema.path("properties").properties()) {
      if (!KEY.matcher(property.getKey()).matches()) {
        return Optional.of(
            ".input_schema.properties: Property keys should match pattern '^[a-zA-Z0-9_.-]{1,64}$'");
      }
    }
    if (!isToday(schema)) {
      return Optional.of(
          ".input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12"
              + " (https://json-schema.org/draft/2020-12). Learn more about tool use at"
              + " https://docs.claude.com/en/docs/tool-use.");
    }
    return tool.strict()
        ? StrictSchema.violation(schema).map(found -> ": " + found)
        : Optional.empty();
  }

  /** Whether a schema is one of draft 2020-12, as far as drafts and OpenAPI differ in it. */
  private static boolean isToday(JsonNode schema) {
    for (String bound : List.of("exclusiveMinimum", "exclusiveMaximum", "minimum", "maximum")) {
      if (schema.has(bound) && !schema.get(bound).isNumber()) {
        return false;
      }
    }
    JsonNode items = schema.path("items");
    JsonNode type = schema.path("type");
    boolean known =
        type.isMissingNode()
            || TYPES.contains(type.asText())
            || type.isArray() && !type.isEmpty() && areTypes(type);
    boolean required = !schema.has("required") || schema.get("required").isArray();
    return known
        && required
        && (items.isMissingNode() || items.isObject() || items.isBoolean())
        && SchemaParts.of(schema).stream().allMatch(p -> !p.isObject() || isToday(p));
  }

  private static boolean areTypes(JsonNode types) {
    for (JsonNode type : types) {
      if (!TYPES.contains(type.asText())) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> together(List<Tool> tools, JsonNode format) {
    List<JsonNode> strict =
        Stream.concat(
                tools.stream().filter(Tool::strict).map(Tool::schema),
                Stream.of(format).filter(JsonNode::isObject))
            .toList();
    long count = tools.stream().filter(Tool::strict).count();
    if (count > STRICT_TOOLS) {
      return Optional.of(
          "Too many strict tools (%d). The maximum number of strict tools supported is %d. Try reducing the number of tools marked as strict."
              .formatted(count, STRICT_TOOLS));
    }
    int optional = strict.stream().mapToInt(ToolSchemas::optional).sum();
    if (optional > OPTIONAL) {
      return Optional.of(
          "Schemas contains too many optional parameters (%d), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: %d)."
              .formatted(optional, OPTIONAL));
    }
    int unions = strict.stream().mapToInt(ToolSchemas::unions).sum();
    return unions > UNIONS
        ? Optional.of(
            "Schemas contains too many parameters with union types (%d parameters with type arrays or anyOf). Reduce the number of union types (limit: %d)."
                .formatted(unions, UNIONS))
        : Optional.empty();
  }

  private static int optional(JsonNode schema) {
    int optional = schema.path("properties").size();
    for (JsonNode name : schema.path("required")) {
      optional -= schema.path("properties").has(name.asText()) ? 1 : 0;
    }
    return optional + SchemaParts.of(schema).stream().mapToInt(ToolSchemas::optional).sum();
  }

  private static int unions(JsonNode schema) {
    int here = schema.path("type").isArray() || schema.has("anyOf") ? 1 : 0;
    return here + SchemaParts.of(schema).stream().mapToInt(ToolSchemas::unions).sum();
  }
}
