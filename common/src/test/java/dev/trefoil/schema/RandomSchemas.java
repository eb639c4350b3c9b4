package dev.trefoil.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;

/**
 * Makes JSON Schemas as zod, pydantic, Jackson, MCP servers and OpenAPI write them, each beside a
 * value that holds to it.
 */
public final class RandomSchemas {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 4;
  private static final List<String> NAMES =
      List.of("id", "name", "limit", "$top", "@odata.type", "filter[x]", "ümlaut", "type", "items");

  private final Random random;
  private final ObjectNode definitions = NODES.objectNode();
  private boolean closed;

  /** A schema and a value that holds to it. */
  public record Sample(JsonNode schema, JsonNode value) {}

  private RandomSchemas(Random random) {
    this.random = random;
  }

  /** Of an object, as tools have it. */
  public static Sample of(long seed) {
    RandomSchemas schemas = new RandomSchemas(new Random(seed));
    schemas.closed = schemas.oneIn(3);
    Sample root = schemas.root();
    ObjectNode schema = (ObjectNode) root.schema();
    if (!schemas.definitions.isEmpty()) {
      schema.set("$defs", schemas.definitions);
    }
    if (schemas.oneIn(3)) {
      schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    }
    return root;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private Sample root() {
    return switch (random.nextInt(closed ? 1 : 6)) {
      case 0, 1, 2 -> object(0, false);
      case 3 -> choice("anyOf", object(0, false), object(0, false));
      case 4 -> all();
      default -> {
        Sample target = object(1, false);
        yield new Sample(reference(target), target.value());
      }
    };
  }

  private Sample value(int depth) {
    int kinds = depth >= DEEPEST ? 8 : closed ? 12 : 18;
    return switch (random.nextInt(kinds)) {
      case 0 -> text();
      case 1 -> integer();
      case 2 -> number();
      case 3 -> sample(type("boolean"), NODES.booleanNode(random.nextBoolean()));
      case 4 -> enumerated();
      case 5 -> constant();
      case 6 -> nullable(text());
      case 7 -> sample(type("null"), NODES.nullNode());
      case 8 -> list(depth);
      case 9, 10 -> object(depth + 1, true);
      case 11 -> {
        Sample target = value(depth + 1);
        yield new Sample(reference(target), target.value());
      }
      case 12 -> tuple(depth);
      case 13 -> record(depth);
      case 14 -> choice(oneIn(2) ? "anyOf" : "oneOf", text(), integer());
      case 15 -> all();
      case 16 -> linked();
      default -> sample(NODES.objectNode(), NODES.numberNode(7));
    };
  }

  private static Sample sample(ObjectNode schema, JsonNode value) {
    return new Sample(schema, value);
  }

  private static ObjectNode type(String type) {
    return NODES.objectNode().put("type", type);
  }

  private Sample text() {
    ObjectNode schema = type("string");
    switch (random.nextInt(5)) {
      case 0 -> schema.put("minLength", 1).put("maxLength", 9);
      case 1 -> schema.put("pattern", oneIn(2) ? "^a" : "^(?!b)");
      case 2 -> schema.put("format", "uri").put("description", "An address.");
      default -> {}
    }
    return sample(schema, NODES.textNode("a \"}],{"));
  }

  private Sample integer() {
    ObjectNode schema = type("integer");
    switch (random.nextInt(5)) {
      case 0 -> schema.put("minimum", 0).put("exclusiveMinimum", true);
      case 1 -> schema.put("exclusiveMinimum", 0).put("maximum", 9_007_199_254_740_991L);
      case 2 -> schema.put("multipleOf", 3);
      case 3 -> schema.put("minimum", -5).put("exclusiveMaximum", 7);
      default -> {}
    }
    return sample(schema, NODES.numberNode(6));
  }

  private Sample number() {
    ObjectNode schema = type("number");
    if (oneIn(2)) {
      schema.put("exclusiveMaximum", 0.5);
    }
    return sample(schema, NODES.numberNode(0.25));
  }

  private Sample enumerated() {
    ObjectNode schema = NODES.objectNode();
    ArrayNode values = schema.putArray("enum").add("a").add("b");
    boolean mixed = !closed && oneIn(3);
    if (mixed) {
      values.add(3).addNull();
    } else {
      schema.put("type", "string");
    }
    return sample(schema, mixed && oneIn(2) ? NODES.nullNode() : NODES.textNode("b"));
  }

  private Sample constant() {
    JsonNode value =
        switch (random.nextInt(closed ? 2 : 4)) {
          case 0 -> NODES.textNode("c");
          case 1 -> NODES.numberNode(5);
          case 2 -> NODES.booleanNode(true);
          default -> NODES.objectNode().put("$ref", "x");
        };
    ObjectNode schema = NODES.objectNode();
    schema.set("const", value);
    return sample(schema, value);
  }

  private Sample nullable(Sample of) {
    ObjectNode schema = ((ObjectNode) of.schema()).deepCopy();
    switch (random.nextInt(3)) {
      case 0 -> schema.put("nullable", true);
      case 1 -> schema.putArray("type").add("string").add("null");
      default -> {
        ObjectNode any = NODES.objectNode();
        any.putArray("anyOf").add(schema).add(type("null"));
        schema = any.put("title", "Maybe");
      }
    }
    return sample(schema, oneIn(2) ? NODES.nullNode() : of.value());
  }

  private Sample list(int depth) {
    Sample item = value(depth + 1);
    ObjectNode schema = type("array");
    ArrayNode value = NODES.arrayNode();
    if (closed || !oneIn(4)) {
      schema.set("items", item.schema());
    }
    if (oneIn(3)) {
      schema.put("minItems", 2).put("maxItems", 5);
      value.add(item.value());
    }
    return sample(schema, value.add(item.value()));
  }

  private Sample tuple(int depth) {
    Sample first = value(depth + 1);
    Sample second = value(depth + 1);
    ObjectNode schema = type("array");
    boolean old = oneIn(2);
    schema.putArray(old ? "items" : "prefixItems").add(first.schema()).add(second.schema());
    if (oneIn(2)) {
      schema.put(old ? "additionalItems" : "items", false);
    }
    return sample(schema, NODES.arrayNode().add(first.value()).add(second.value()));
  }

  private Sample record(int depth) {
    Sample of = value(depth + 1);
    ObjectNode schema = type("object");
    schema.set("additionalProperties", of.schema());
    if (oneIn(2)) {
      schema.set("propertyNames", type("string"));
    }
    ObjectNode value = NODES.objectNode();
    value.set("any key", of.value());
    return sample(schema, value);
  }

  private Sample object(int depth, boolean nested) {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    ObjectNode value = NODES.objectNode();
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      Sample property = value(depth + 1);
      properties.set(name, property.schema());
      value.remove(name);
      boolean needed = closed || oneIn(2);
      if (needed || oneIn(2)) {
        value.set(name, property.value());
      }
      boolean listed = false;
      for (JsonNode known : required) {
        listed |= known.asText().equals(name);
      }
      if (needed && !listed) {
        required.add(name);
      } else if (listed) {
        value.set(name, property.value());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (closed || nested && oneIn(3)) {
      schema.put("additionalProperties", false);
    }
    return sample(schema, value);
  }

  private Sample choice(String keyword, Sample one, Sample other) {
    ObjectNode schema = NODES.objectNode();
    schema.putArray(keyword).add(one.schema()).add(other.schema());
    return sample(schema, oneIn(2) ? one.value() : other.value());
  }

  private Sample all() {
    ObjectNode schema = NODES.objectNode();
    ObjectNode one = type("object");
    one.putObject("properties").set("$left", type("string"));
    one.putArray("required").add("$left");
    ObjectNode other = NODES.objectNode();
    other.putObject("properties").set("right", type("integer").put("minimum", 1));
    schema.putArray("allOf").add(one).add(other);
    return sample(schema, NODES.objectNode().put("$left", "a").put("right", 6));
  }

  private Sample linked() {
    ObjectNode node = type("object");
    ObjectNode properties = node.putObject("properties");
    properties.set("value", type("integer"));
    ObjectNode next = properties.putObject("next");
    next.putArray("anyOf").add(NODES.objectNode().put("$ref", "#/$defs/linked")).add(type("null"));
    node.putArray("required").add("value").add("next");
    definitions.set("linked", node);
    ObjectNode last = NODES.objectNode().put("value", 2).putNull("next");
    ObjectNode value = NODES.objectNode().put("value", 1);
    value.set("next", last);
    return sample(NODES.objectNode().put("$ref", "#/$defs/linked"), value);
  }

  private ObjectNode reference(Sample to) {
    String name = "d" + definitions.size();
    definitions.set(name, to.schema());
    ObjectNode reference = NODES.objectNode().put("$ref", "#/$defs/" + name);
    return oneIn(3) ? reference.put("description", "Said of it here.") : reference;
  }
}
