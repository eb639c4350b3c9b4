// A field of an index.
package dev.trefoil.emulators.azuresearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A field.
 *
 * @param type as the service names it
 * @param dimensions of a vector, 0 for others
 * @param analyzer that of its text
 * @param fields those of a complex type
 */
record Field(
    String name,
    String type,
    boolean key,
    boolean searchable,
    boolean filterable,
    boolean sortable,
    boolean retrievable,
    int dimensions,
    String analyzer,
    Map<String, Field> fields) {
  static final String TEXT = "Edm.String";
  static final String VECTOR = "Collection(Edm.Single)";
  static final String COMPLEX = "Collection(Edm.ComplexType)";

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,127}");
  private static final int MOST_DIMENSIONS = 4096;
  private static final Set<String> TYPES =
      Set.of(
          TEXT,
          VECTOR,
          COMPLEX,
          "Edm.Int32",
          "Edm.Int64",
          "Edm.Double",
          "Edm.Boolean",
          "Collection(Edm.String)");

  /** Reads the fields of an index or of a complex type. */
  static Map<String, Field> read(JsonNode fields) throws RefusedException {
    Map<String, Field> all = new LinkedHashMap<>();
    for (JsonNode field : fields) {
      Field read = of(field);
      if (all.put(read.name(), read) != null) {
        throw Refusal.invalid("definition : Duplicate field name '" + read.name() + "'.");
      }
    }
    return all;
  }

  private static Field of(JsonNode field) throws RefusedException {
    String name = field.path("name").asText("");
    String type = field.path("type").asText("");
    if (!NAME.matcher(name).matches()) {
      throw Refusal.invalid(
          "definition : Invalid field name: '"
              + name
              + "'. Field names must begin with a letter and can contain only letters, digits, or"
              + " underscore ('_').");
    }
    if (!TYPES.contains(type)) {
      throw Refusal.invalid("definition : The type '" + type + "' is not supported.");
    }
    boolean text = type.equals(TEXT) || type.equals("Collection(Edm.String)");
    boolean vector = type.equals(VECTOR);
    int dimensions = field.path("dimensions").asInt(0);
    if (vector && (dimensions < 2 || dimensions > MOST_DIMENSIONS)) {
      throw Refusal.invalid(
          "definition : The vector field '" + name + "' must have the property 'dimensions' set.");
    }
    if (vector && field.path("vectorSearchProfile").asText("").isEmpty()) {
      throw Refusal.invalid(
          "definition : The vector field '"
              + name
              + "' must have the property 'vectorSearchProfile' set.");
    }
    if (vector && field.path("filterable").asBoolean(false)
        || !text && !vector && field.path("searchable").asBoolean(false)) {
      throw Refusal.invalid(
          "definition : The field '" + name + "' has an attribute that its type does not take.");
    }
    return new Field(
        name,
        type,
        field.path("key").asBoolean(false),
        field.path("searchable").asBoolean(text || vector),
        field.path("filterable").asBoolean(!vector),
        field.path("sortable").asBoolean(!vector && !type.startsWith("Collection")),
        field.path("retrievable").asBoolean(true),
        vector ? dimensions : 0,
        field.path("analyzer").asText("standard.lucene"),
        type.equals(COMPLEX) ? read(field.path("fields")) : Map.of());
  }

  /** What is wrong with a value of this field; empty for nothing. */
  Optional<String> fault(JsonNode value) {
    boolean good =
        value.isNull() && !key
            || switch (type) {
              case TEXT -> value.isTextual();
              case VECTOR -> value.isArray() && all(value, JsonNode::isNumber);
              case "Collection(Edm.String)" -> value.isArray() && all(value, JsonNode::isTextual);
              case COMPLEX -> value.isArray() && all(value, JsonNode::isObject);
              case "Edm.Boolean" -> value.isBoolean();
              case "Edm.Double" -> value.isNumber();
              default -> value.isIntegralNumber();
            };
    return good
        ? Optional.empty()
        : Optional.of(
            "Cannot convert the value of the property '%s' to the expected type '%s'."
                .formatted(name, type));
  }

  private static boolean all(JsonNode array, Predicate<JsonNode> is) {
    for (JsonNode each : array) {
      if (!is.test(each)) {
        return false;
      }
    }
    return true;
  }
}
