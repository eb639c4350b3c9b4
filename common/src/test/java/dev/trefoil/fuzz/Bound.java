package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** A bound of a caller's JSON Schema, as docs/api.md has them. */
enum Bound {
  CHARACTERS(262_144, 300_000, size -> titled(size - titled(0).toString().length())),
  VALUES(10_000, 12_000, size -> members(size - 1, Bound::anything)),
  LEVELS(
      100,
      180,
      levels -> {
        ObjectNode schema = object();
        for (int level = 1; level < levels; level++) {
          schema = object().set("not", schema);
        }
        return schema;
      }),
  PATTERNS(200, 300, count -> members(count, i -> object().put("pattern", "^[a-z]{1,9}$"))),
  PATTERN(1_000, 5_000, length -> object().put("pattern", "a".repeat(length))),
  PATTERN_OF_NAMES(
      1_000,
      5_000,
      length -> object().set("patternProperties", object().set("a".repeat(length), object()))),
  NUMBER(308, 999, exponent -> object().set("maximum", Json.read("1e" + exponent))),
  /** Together, on the way to each value: 10,004 letters to each item of a list. */
  NAMES(
      836,
      1_500,
      items -> {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < items; i++) {
          list.add("w");
        }
        return object().set("n".repeat(10_000), object().set("enum", list));
      });

  static final List<Bound> ALL = List.of(values());

  private final int most;
  private final int farPast;
  private final IntFunction<ObjectNode> schema;

  Bound(int most, int farPast, IntFunction<ObjectNode> schema) {
    this.most = most;
    this.farPast = farPast;
    this.schema = schema;
  }

  /** A request whose schema is past the bound, of a tool or of the answer. */
  static Bad passed(Chance chance, ObjectNode body) {
    Bound bound = chance.pick(ALL);
    int size = chance.oneIn(2) ? bound.most + 1 : chance.from(bound.most + 1, bound.farPast);
    boolean ofATool = chance.oneIn(2);
    String place = bound.put(body, ofATool, size);
    String how = (ofATool ? "tool" : "answer") + " past the bound of " + bound.named();
    return Bad.request(how, place, Json.bytes(body));
  }

  /** Puts the largest schema that is taken into a request. */
  void reach(ObjectNode body, boolean ofATool) {
    String unused = put(body, ofATool, most);
  }

  private String named() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Gives back where it is. */
  private String put(ObjectNode body, boolean ofATool, int size) {
    if (ofATool) {
      body.remove("tool_choice");
      body.putArray("tools")
          .addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", "tool")
          .put("strict", size % 2 == 0)
          .set("parameters", schema.apply(size));
      return "tools[0].function.parameters";
    }
    body.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "answer")
        .put("strict", size % 2 == 0)
        .set("schema", schema.apply(size));
    return "response_format.json_schema.schema";
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode titled(int length) {
    return object().put("title", "x".repeat(length));
  }

  private static JsonNode anything(int number) {
    return JsonNodeFactory.instance.booleanNode(true);
  }

  private static ObjectNode members(int count, IntFunction<JsonNode> member) {
    ObjectNode members = object();
    for (int i = 0; i < count; i++) {
      members.set(Integer.toString(i), member.apply(i));
    }
    return members;
  }
}
