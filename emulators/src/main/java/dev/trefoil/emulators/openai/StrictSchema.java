// What a schema must be for OpenAI to promise that answers keep to it.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every object closed, every property required, at every level. */
final class StrictSchema {

  private static final int DEEPEST = 10;
  private static final int MOST_PROPERTIES = 5_000;
  private static final int MOST_VALUES = 1_000;

  /** "Structured model outputs", supported schemas; annotations that are known to be taken. */
  private static final Set<String> PERMITTED =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "enum",
          "const",
          "anyOf",
          "$defs",
          "definitions",
          "$schema",
          "format",
          "pattern",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "minItems",
          "maxItems",
          "title",
          "description");

  private static final Set<String> FORMATS =
      Set.of("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid");

  private final String what;
  private final String param;
  private final String code;
  private final List<String> context = new ArrayList<>();
  private int properties;
  private int values;

  private StrictSchema(String what, String param, String code) {
    this.what = what;
    this.param = param;
    this.code = code;
  }

  /**
   * Checks a whole schema.
   *
   * @param what whose it is, in the words of the message
   * @param code of the error; may be null
   */
  static void check(JsonNode schema, String what, String param, String code)
      throws RefusedException {
    if (!schema.path("type").asText("").equals("object") && !schema.has("$ref")) {
      throw notAnObject(schema, what, param, code);
    }
    PlainSchema.checkRoot(schema, what, param, code);
    StrictSchema strict = new StrictSchema(what, param, code);
    strict.walk(schema, 0);
    strict.checkSize();
  }

  /** The schema's root is of another type, or of none. */
  static RefusedException notAnObject(JsonNode schema, String what, String param, String code) {
    return OpenAiErrors.invalid(
        "Invalid schema for %s: schema must be a JSON Schema of 'type: \"object\"', got 'type: \"%s\"'."
            .formatted(what, schema.path("type").asText("None")),
        param,
        code);
  }

  private void walk(JsonNode schema, int outer) throws RefusedException {
    int depth = outer + (schema.has("properties") ? 1 : 0);
    if (depth > DEEPEST) {
      throw wrong("%d levels of nesting exceeds limit of %d.".formatted(depth, DEEPEST));
    }
    checkKeywords(schema);
    properties += schema.path("properties").size();
    values += schema.path("enum").size();
    if (schema.path("type").asText("").equals("object") || schema.has("properties")) {
      closed(schema);
    }
    for (String group : List.of("properties", "$defs", "definitions")) {
      for (Map.Entry<String, JsonNode> member : schema.path(group).properties()) {
        below(member.getValue(), group.equals("properties") ? depth : 0, group, member.getKey());
      }
    }
    if (schema.path("items").isObject()) {
      below(schema.get("items"), depth, "items");
    }
    int index = 0;
    for (JsonNode choice : schema.path("anyOf")) {
      below(choice, depth, "anyOf", Integer.toString(index++));
    }
  }

  private void checkKeywords(JsonNode schema) throws RefusedException {
    if (schema.has("$ref")) {
      List<String> beside =
          schema.properties().stream()
              .map(Map.Entry::getKey)
              .filter(name -> !Set.of("$ref", "$defs", "definitions").contains(name))
              .map(name -> "'" + name + "'")
              .toList();
      if (!beside.isEmpty()) {
        throw wrong("$ref cannot have keywords {%s}.".formatted(String.join(", ", beside)));
      }
      return;
    }
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      if (!PERMITTED.contains(member.getKey())) {
        throw wrong("'%s' is not permitted.".formatted(member.getKey()));
      }
    }
    if (!schema.has("type") && !schema.has("anyOf") && !schema.has("enum")) {
      throw wrong("schema must have a 'type' key.");
    }
    if (schema.path("type").toString().contains("\"array\"") && !schema.path("items").isObject()) {
      throw wrong("array schema missing items.");
    }
    String format = schema.path("format").asText("");
    if (!format.isEmpty() && !FORMATS.contains(format)) {
      throw wrong("'%s' is not a valid format.".formatted(format));
    }
  }

  private void checkSize() throws RefusedException {
    atMost(MOST_PROPERTIES, properties, "object properties");
    atMost(MOST_VALUES, values, "enum values");
  }

  private void atMost(int most, int found, String what) throws RefusedException {
    if (found > most) {
      throw OpenAiErrors.invalid(
          "Invalid schema for %s: Expected at most %d %s in total within a single schema when using structured outputs, but received %d. Consider reducing the number of %s, or use 'strict: false' to opt out of structured outputs."
              .formatted(this.what, most, what, found, what.replace("enum values", "enums")),
          param,
          code);
    }
  }

  private void closed(JsonNode schema) throws RefusedException {
    if (!schema.path("additionalProperties").isBoolean()
        || schema.get("additionalProperties").booleanValue()) {
      throw wrong("'additionalProperties' is required to be supplied and to be false.");
    }
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (!required.contains(property.getKey())) {
        throw wrong(
            "'required' is required to be supplied and to be an array including every key in properties. Missing '%s'."
                .formatted(property.getKey()));
      }
    }
  }

  private void below(JsonNode schema, int depth, String... steps) throws RefusedException {
    context.addAll(List.of(steps));
    walk(schema, depth);
    for (int i = 0; i < steps.length; i++) {
      context.removeLast();
    }
  }

  private RefusedException wrong(String problem) {
    String place = String.join(", ", context.stream().map(step -> "'" + step + "'").toList());
    return OpenAiErrors.invalid(
        "Invalid schema for %s: In context=(%s), %s".formatted(what, place, problem), param, code);
  }
}
