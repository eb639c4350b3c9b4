package dev.trefoil.provider;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JSON Schemas that the services of Claude can hold an answer to: every object is closed, and
 * there are none of the constraints that a grammar cannot express ("Structured outputs", JSON
 * Schema limitations, in Anthropic's documentation; "Get validated JSON results from models",
 * Amazon Bedrock user guide).
 */
public final class ClosedSchema {
  private static final Set<String> REFUSED =
      Set.of(
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "uniqueItems",
          "patternProperties",
          "oneOf",
          "not",
          "if");

  private ClosedSchema() {}

  /**
   * Whether a schema is one of them.
   *
   * @param schema a JSON object as text
   */
  public static boolean is(String schema) {
    JrsValue root = read(schema);
    return root.size() > 0 && isClosed(root);
  }

  private static JrsValue read(String schema) {
    try (JsonParser in = Json.parser(schema)) {
      return Json.next(in);
    } catch (IOException e) {
      throw new IllegalArgumentException("the schema is not JSON", e);
    }
  }

  private static boolean isClosed(JrsValue schema) {
    boolean object = schema.path("properties").isObject() || says(schema.path("type"), "object");
    if (object && !says(schema.path("additionalProperties"), "false")) {
      return false;
    }
    if (REFUSED.stream().anyMatch(name -> !schema.path(name).isMissingNode())) {
      return false;
    }
    return below(schema).stream().filter(JrsValue::isObject).allMatch(ClosedSchema::isClosed);
  }

  private static List<JrsValue> below(JrsValue schema) {
    List<JrsValue> below = new ArrayList<>();
    below.add(schema.path("items"));
    for (String name : List.of("properties", "$defs", "definitions", "anyOf", "allOf")) {
      switch (schema.path(name)) {
        case JrsObject members -> members.fields().forEachRemaining(e -> below.add(e.getValue()));
        case JrsArray items -> items.elements().forEachRemaining(below::add);
        default -> {
          // Absent, or not a schema: the service says so.
        }
      }
    }
    return below;
  }

  private static boolean says(JrsValue value, String text) {
    return value.isValueNode() && text.equals(value.asText());
  }
}
