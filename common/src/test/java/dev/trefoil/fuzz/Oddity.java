package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;

/** Values of no meaning where a service, or nobody, reads them: some answer, and some refuse. */
enum Oddity {
  FIELD_OF_OPENAI_ALONE(
      (chance, body) ->
          body.set(
              chance.pick(
                  "prediction",
                  "store",
                  "verbosity",
                  "prompt_cache_key",
                  "prompt_cache_retention",
                  "safety_identifier",
                  "web_search_options"),
              value(chance, 3))),
  FIELD_OF_ANOTHER_INTERFACE(
      (chance, body) ->
          body.set(
              chance.pick(
                  "thinking", "reasoning", "top_k", "system", "safety_settings", "extra_body"),
              value(chance, 3))),
  MEMBER_OF_A_MESSAGE(
      (chance, body) ->
          at(chance, body.path("messages"))
              .set(
                  chance.pick("annotations", "thinking", "reasoning", "cache_control", "name"),
                  value(chance, 3))),
  MEMBER_OF_A_TOOL(
      (chance, body) -> {
        ObjectNode tool = tool(chance, body).set("cache_control", value(chance, 2));
        ((ObjectNode) tool.path("function"))
            .set(chance.pick("input_schema", "returns", "x"), value(chance, 3));
      }),
  SCHEMA_OF_A_TOOL(
      (chance, body) ->
          ((ObjectNode) tool(chance, body).path("function"))
              .put("strict", chance.oneIn(2))
              .set("parameters", schema(chance, 4))),
  SCHEMA_OF_THE_ANSWER(
      (chance, body) ->
          body.putObject("response_format")
              .put("type", "json_schema")
              .putObject("json_schema")
              .put("name", "answer")
              .put("strict", chance.oneIn(2))
              .set("schema", schema(chance, 4)));

  private static final List<Oddity> ALL = List.of(values());

  private static final List<String> KEYWORDS =
      List.of(
          "type",
          "properties",
          "required",
          "items",
          "prefixItems",
          "additionalProperties",
          "patternProperties",
          "propertyNames",
          "dependencies",
          "enum",
          "const",
          "anyOf",
          "oneOf",
          "allOf",
          "not",
          "if",
          "then",
          "$ref",
          "$dynamicRef",
          "$defs",
          "definitions",
          "$id",
          "$anchor",
          "$schema",
          "format",
          "minimum",
          "exclusiveMinimum",
          "multipleOf",
          "minLength",
          "minItems",
          "uniqueItems",
          "nullable",
          "default",
          "description",
          "title");

  private final BiConsumer<Chance, ObjectNode> done;

  Oddity(BiConsumer<Chance, ObjectNode> done) {
    this.done = done;
  }

  /**
   * @param body a right request, which is changed
   * @return what was done to it
   */
  static String any(Chance chance, ObjectNode body) {
    Oddity oddity = chance.pick(ALL);
    oddity.done.accept(chance, body);
    return oddity.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode at(Chance chance, JsonNode list) {
    return (ObjectNode) list.get(chance.below(list.size()));
  }

  /** One of the tools, of which there is one in the end. */
  private static ObjectNode tool(Chance chance, ObjectNode body) {
    if (body.path("tools").isEmpty()) {
      body.remove("tool_choice");
      body.putArray("tools")
          .addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", "tool");
    }
    return at(chance, body.path("tools"));
  }

  /** Keywords with values that may be of the right kind, for schemas within schemas too. */
  private static ObjectNode schema(Chance chance, int depth) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    for (int i = chance.below(5); i > 0; i--) {
      schema.set(chance.pick(KEYWORDS), of(chance, depth));
    }
    return schema;
  }

  private static JsonNode of(Chance chance, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (chance.below(depth == 0 ? 3 : 6)) {
      case 0 -> nodes.textNode(chance.pick("object", "string", "array", "INTEGER", "any", "null"));
      case 1 ->
          nodes.textNode(chance.pick("#", "#/$defs/a", "#/properties/a", "#/items/0", "#%", "a"));
      case 2 -> value(chance, 1);
      case 3 -> schema(chance, depth - 1);
      case 4 -> nodes.objectNode().set(chance.pick("a", "$top", ""), schema(chance, depth - 1));
      default -> nodes.arrayNode().add(of(chance, depth - 1)).add(schema(chance, depth - 1));
    };
  }

  /** Any JSON. */
  static JsonNode value(Chance chance, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (chance.below(depth == 0 ? 6 : 8)) {
      case 0 -> nodes.textNode(chance.text());
      case 1 -> nodes.textNode(chance.pick("", "auto", "true", "{}"));
      case 2 -> nodes.nullNode();
      case 3 -> nodes.booleanNode(chance.oneIn(2));
      case 4 -> nodes.numberNode(chance.pick(0L, -1L, Long.MAX_VALUE, chance.anyLong()));
      case 5 -> nodes.numberNode(chance.pick(0.5, -1e300, 1e300));
      case 6 -> {
        ArrayNode list = nodes.arrayNode();
        for (int i = chance.below(3); i > 0; i--) {
          list.add(value(chance, depth - 1));
        }
        yield list;
      }
      default ->
          nodes.objectNode().set(chance.pick("type", "content", "a"), value(chance, depth - 1));
    };
  }
}
