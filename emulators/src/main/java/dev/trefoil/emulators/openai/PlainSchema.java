// What a schema must be for OpenAI to offer it to a model that need not keep to it.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An object without a choice at the root, and lists that say what is in them. */
final class PlainSchema {

  private PlainSchema() {}

  static void check(JsonNode schema, String what, String param, String code)
      throws RefusedException {
    if (schema.has("type") && !schema.path("type").asText().equals("object")) {
      throw StrictSchema.notAnObject(schema, what, param, code);
    }
    checkRoot(schema, what, param, code);
    if (schema.has("type") && !schema.has("properties")) {
      throw OpenAiErrors.invalid(
          "Invalid schema for %s: In context=(), object schema missing properties.".formatted(what),
          param,
          code);
    }
    walk(schema, new ArrayList<>(), what, param, code);
  }

  static void checkRoot(JsonNode schema, String what, String param, String code)
      throws RefusedException {
    for (String choice : List.of("oneOf", "anyOf", "allOf", "enum", "not")) {
      if (schema.has(choice)) {
        throw OpenAiErrors.invalid(
            "Invalid schema for %s: schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level."
                .formatted(what),
            param,
            code);
      }
    }
  }

  private static void walk(
      JsonNode schema, List<String> context, String what, String param, String code)
      throws RefusedException {
    if (schema.path("type").toString().contains("\"array\"") && !schema.has("items")) {
      String place = String.join(", ", context.stream().map(step -> "'" + step + "'").toList());
      throw OpenAiErrors.invalid(
          "Invalid schema for %s: In context=(%s), array schema missing items."
              .formatted(what, place),
          param,
          code);
    }
    for (String group : List.of("properties", "$defs", "definitions")) {
      for (Map.Entry<String, JsonNode> member : schema.path(group).properties()) {
        walk(member.getValue(), plus(context, group, member.getKey()), what, param, code);
      }
    }
    for (String list : List.of("anyOf", "oneOf", "allOf")) {
      for (int i = 0; i < schema.path(list).size(); i++) {
        JsonNode part = schema.get(list).get(i);
        walk(part, plus(context, list, Integer.toString(i)), what, param, code);
      }
    }
    if (schema.path("items").isObject()) {
      walk(schema.get("items"), plus(context, "items"), what, param, code);
    }
  }

  private static List<String> plus(List<String> context, String... steps) {
    List<String> longer = new ArrayList<>(context);
    longer.addAll(List.of(steps));
    return longer;
  }
}
