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

  private final String what;
  private final String param;
  private final String code;
  private final List<String> context = new ArrayList<>();

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
    new StrictSchema(what, param, code).walk(schema);
  }

  /** The schema's root is of another type, or of none. */
  static RefusedException notAnObject(JsonNode schema, String what, String param, String code) {
    return OpenAiErrors.invalid(
        "Invalid schema for %s: schema must be a JSON Schema of 'type: \"object\"', got 'type: \"%s\"'."
            .formatted(what, schema.path("type").asText("None")),
        param,
        code);
  }

  private void walk(JsonNode schema) throws RefusedException {
    if (schema.path("type").asText("").equals("object") || schema.has("properties")) {
      closed(schema);
    }
    for (String group : List.of("properties", "$defs", "definitions")) {
      for (Map.Entry<String, JsonNode> member : schema.path(group).properties()) {
        below(member.getValue(), group, member.getKey());
      }
    }
    if (schema.path("items").isObject()) {
      below(schema.get("items"), "items");
    }
    int index = 0;
    for (JsonNode choice : schema.path("anyOf")) {
      below(choice, "anyOf", Integer.toString(index++));
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

  private void below(JsonNode schema, String... steps) throws RefusedException {
    context.addAll(List.of(steps));
    walk(schema);
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
