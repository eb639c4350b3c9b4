// Makes up a value that a JSON schema allows, for tool arguments and structured answers.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The same value each time: objects with all properties in order, arrays of one item, the first
 * value of an enum, numbers at their minimum or 1, true. Type names may be in capitals, as Google's
 * are. What recurses without an end is left out.
 */
public final class SmallestInstance {

  /** More items than this no caller means. */
  private static final int MOST_ITEMS = 100;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode root;
  private final Optional<String> said;
  private final Set<String> open = new HashSet<>();

  private SmallestInstance(JsonNode root, Optional<String> said) {
    this.root = root;
    this.said = said;
  }

  /**
   * An instance whose free strings are the names of their properties.
   *
   * @param name in the place of a property's name at the root
   */
  public static JsonNode of(JsonNode schema, String name) {
    return new SmallestInstance(schema, Optional.empty())
        .make(schema, name)
        .orElseGet(NODES::nullNode);
  }

  /** An instance whose free strings all say this. */
  public static JsonNode saying(JsonNode schema, String text) {
    return new SmallestInstance(schema, Optional.of(text))
        .make(schema, text)
        .orElseGet(NODES::nullNode);
  }

  private Optional<JsonNode> make(JsonNode schema, String name) {
    if (schema.path("$ref").isTextual()) {
      return referred(schema.get("$ref").textValue(), name);
    }
    if (schema.has("const")) {
      return Optional.of(schema.get("const"));
    }
    if (schema.path("enum").isArray() && !schema.get("enum").isEmpty()) {
      return Optional.of(schema.get("enum").get(0));
    }
    for (String choice : new String[] {"anyOf", "oneOf"}) {
      if (!schema.path(choice).isEmpty()) {
        return firstThatEnds(schema.get(choice), name);
      }
    }
    if (!schema.path("allOf").isEmpty()) {
      return make(merged(schema), name);
    }
    return switch (type(schema)) {
      case "object" -> Optional.of(object(schema));
      case "array" -> Optional.of(array(schema, name));
      case "integer" -> Optional.of(number(Math.ceil(number(schema))));
      case "number" -> Optional.of(number(number(schema)));
      case "boolean" -> Optional.of(NODES.booleanNode(true));
      case "null" -> Optional.of(NODES.nullNode());
      default -> Optional.of(NODES.textNode(said.orElse(name)));
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    if (type.isArray()) {
      for (JsonNode one : type) {
        if (!one.asText().equals("null")) {
          return one.asText();
        }
      }
      return "null";
    }
    if (type.isTextual()) {
      return type.textValue().toLowerCase(Locale.ROOT);
    }
    return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
  }

  private ObjectNode object(JsonNode schema) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      make(property.getValue(), property.getKey())
          .ifPresent(value -> object.set(property.getKey(), value));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, String name) {
    ArrayNode array = NODES.arrayNode();
    JsonNode items = schema.path("items");
    int least = Math.max(1, schema.path("minItems").asInt(1));
    int most = schema.path("maxItems").asInt(MOST_ITEMS);
    schema.path("prefixItems").forEach(item -> make(item, name).ifPresent(array::add));
    while (array.size() < Math.min(least, Math.min(most, MOST_ITEMS))) {
      Optional<JsonNode> item = make(items, name);
      if (item.isEmpty()) {
        break;
      }
      array.add(item.get());
    }
    return array;
  }

  private static double number(JsonNode schema) {
    if (schema.path("minimum").isNumber()) {
      return schema.get("minimum").doubleValue();
    }
    if (schema.path("exclusiveMinimum").isNumber()) {
      return schema.get("exclusiveMinimum").doubleValue() + 1;
    }
    return Math.min(1, schema.path("maximum").asDouble(1));
  }

  private static JsonNode number(double value) {
    if (value != Math.rint(value)) {
      return NODES.numberNode(value);
    }
    return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode((long) value);
  }

  private Optional<JsonNode> referred(String reference, String name) {
    JsonNode target = target(reference);
    if (target.isMissingNode() || !open.add(reference)) {
      return Optional.empty();
    }
    Optional<JsonNode> made = make(target, name);
    open.remove(reference);
    return made;
  }

  /** Only references within the schema are followed. */
  private JsonNode target(String reference) {
    return reference.equals("#") || reference.startsWith("#/")
        ? root.at(reference.substring(1))
        : NODES.missingNode();
  }

  private Optional<JsonNode> firstThatEnds(JsonNode choices, String name) {
    for (JsonNode choice : choices) {
      Optional<JsonNode> made = make(choice, name);
      if (made.isPresent()) {
        return made;
      }
    }
    return Optional.empty();
  }

  /** A schema that has what all parts of an allOf have; references in parts are followed. */
  private JsonNode merged(JsonNode schema) {
    ObjectNode merged = NODES.objectNode();
    ObjectNode properties = NODES.objectNode();
    for (JsonNode part : schema.get("allOf")) {
      String reference = part.path("$ref").asText("");
      JsonNode target = reference.isEmpty() ? part : target(reference);
      target.properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
      target.path("properties").properties().forEach(e -> properties.set(e.getKey(), e.getValue()));
    }
    schema.properties().forEach(e -> merged.set(e.getKey(), e.getValue()));
    schema.path("properties").properties().forEach(e -> properties.set(e.getKey(), e.getValue()));
    merged.remove("allOf");
    if (!properties.isEmpty()) {
      merged.set("properties", properties);
    }
    return merged;
  }
}
