// The notation of the schema tables.
package dev.trefoil.emulators.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads one shape. A table maps names to shapes: {@code {"text": {min, max, pattern, enum}}},
 * {@code {"integer": {min, max}}}, {@code {"number": {min, max}}}, {@code {"list": name, min,
 * max}}, {@code {"map": name, min, max}}, {@code {"struct": {member: name}, "required": [member]}},
 * {@code {"union": {member: name}}}, {@code {"variants": {value: name}, "by": member}} and {@code
 * {"forms": {type: name}}}. A name is another shape's or one of {@link #PRIMITIVES}.
 */
final class ShapeReader {

  static final Map<String, Shape> PRIMITIVES =
      Map.of(
          "any", new Shape.Any(),
          "boolean", new Shape.Bool(),
          "blob", new Shape.Blob(),
          "string", new Shape.Text(0, Integer.MAX_VALUE, Pattern.compile("(?s).*"), List.of()),
          "integer", new Shape.Num(true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
          "number", new Shape.Num(false, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));

  private ShapeReader() {}

  static Shape read(JsonNode node) {
    if (node.has("text")) {
      JsonNode text = node.get("text");
      return new Shape.Text(
          text.path("min").asInt(0),
          text.path("max").asInt(Integer.MAX_VALUE),
          Pattern.compile(text.path("pattern").asText("(?s).*")),
          texts(text.path("enum")));
    }
    if (node.has("integer")) {
      return number(true, node.get("integer"));
    }
    if (node.has("number")) {
      return number(false, node.get("number"));
    }
    int min = node.path("min").asInt(0);
    int max = node.path("max").asInt(Integer.MAX_VALUE);
    if (node.has("list")) {
      return new Shape.Items(node.get("list").textValue(), min, max);
    }
    if (node.has("map")) {
      return new Shape.Entries(node.get("map").textValue(), min, max);
    }
    if (node.has("struct")) {
      Set<String> required = new HashSet<>(texts(node.path("required")));
      return new Shape.Struct(names(node.get("struct")), required, false);
    }
    if (node.has("union")) {
      return new Shape.Struct(names(node.get("union")), Set.of(), true);
    }
    if (node.has("variants")) {
      return new Shape.Variants(node.get("by").textValue(), names(node.get("variants")));
    }
    if (node.has("forms")) {
      return new Shape.Forms(names(node.get("forms")));
    }
    throw new IllegalStateException("no shape: " + node);
  }

  private static Shape number(boolean whole, JsonNode bounds) {
    return new Shape.Num(
        whole,
        bounds.path("min").asDouble(Double.NEGATIVE_INFINITY),
        bounds.path("max").asDouble(Double.POSITIVE_INFINITY));
  }

  private static Map<String, String> names(JsonNode node) {
    Map<String, String> names = new LinkedHashMap<>();
    node.properties().forEach(entry -> names.put(entry.getKey(), entry.getValue().textValue()));
    return names;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.textValue()));
    return texts;
  }
}
