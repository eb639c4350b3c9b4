package dev.trefoil.fuzz;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.schema.RandomSchemas;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes JSON Schemas of objects. */
final class Schemas {
  private static final int DEEPEST = 4;

  /** As older drafts, other services and hasty hands have them; all of an object. */
  private static final List<String> ODD =
      List.of(
          "{}",
          "{'type':'object'}",
          "{'type':['object','null'],'properties':{}}",
          "{'type':'OBJECT','properties':{'a':{'type':'STRING','nullable':true}}}",
          "{'properties':{'a':true,'b':false}}",
          "{'type':'object','properties':{'next':{'$ref':'#'}}}",
          "{'$ref':'#/definitions/a','definitions':{'a':{'type':'object','properties':{'b':{}}}}}",
          "{'type':'object','properties':{'a':{'type':'string'},'b':{'$ref':'#/properties/a'}}}",
          "{'properties':{'a':{},'b':{}},'anyOf':[{'required':['a']},{'required':['b']}]}",
          "{'type':'object','properties':{'a b':{'type':'string'},'$top':{},'日本':{}}}",
          "{'type':'object','properties':{'a':{}},'not':{'required':['a']}}",
          "{'type':'object','properties':{'a':{'type':'array'}},'required':'a','enum':[]}",
          "{'type':'object','properties':{'a':{'items':[{'type':'integer'},{}]}}}",
          "{'type':'object','properties':{'a':{'type':'integer','required':true}}}",
          "{'type':'object','dependencies':{'a':['b']},'patternProperties':{'^x':{}}}",
          "{'type':'object','properties':{'a':{'const':{'$ref':'x'}}},'examples':[{'$ref':1}]}");

  private final Chance chance;
  private final boolean closed;

  private Schemas(Chance chance, boolean closed) {
    this.chance = chance;
    this.closed = closed;
  }

  /** One that is closed, with all properties required, as {@code strict} wants it. */
  static ObjectNode closed(Chance chance) {
    return new Schemas(chance, true).object(0);
  }

  /** One with more freedom. */
  static ObjectNode open(Chance chance) {
    return new Schemas(chance, false).object(0);
  }

  /** One that some service does not take as it is. */
  static ObjectNode odd(Chance chance) {
    return chance.oneIn(2)
        ? Json.object(chance.pick(ODD))
        : (ObjectNode) RandomSchemas.of(chance.anyLong()).schema();
  }

  private ObjectNode object(int depth) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    Set<String> names = new LinkedHashSet<>();
    for (int i = chance.from(closed ? 1 : 0, 3); i > 0; i--) {
      names.add(chance.name(20));
    }
    names.forEach(name -> properties.set(name, value(depth + 1)));
    if (closed) {
      schema.put("additionalProperties", false);
      ArrayNode required = schema.putArray("required");
      names.forEach(required::add);
    } else if (chance.oneIn(2) && !names.isEmpty()) {
      schema.putArray("required").add(names.iterator().next());
    }
    return schema;
  }

  private ObjectNode value(int depth) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    switch (chance.below(depth < DEEPEST ? 8 : 6)) {
      case 0 -> schema.put("type", "integer");
      case 1 -> schema.put("type", "number");
      case 2 -> schema.put("type", "boolean");
      case 3 -> {
        schema.put("type", "string");
        ArrayNode words = schema.putArray("enum");
        Set.of("red", "green").forEach(words::add);
      }
      case 4, 5 -> schema.put("type", "string");
      case 6 -> schema.put("type", "array").set("items", value(depth + 1));
      default -> {
        return object(depth);
      }
    }
    if (chance.oneIn(3)) {
      schema.put("description", chance.text());
    }
    if (!closed) {
      more(schema);
    }
    return schema;
  }

  /** Keywords that a strict schema may not have. */
  private void more(ObjectNode schema) {
    switch (schema.path("type").asText()) {
      case "integer", "number" -> {
        if (chance.oneIn(3)) {
          schema.put("minimum", chance.from(-5, 5));
        }
      }
      case "array" -> {
        if (chance.oneIn(3)) {
          schema.put("minItems", chance.from(0, 3));
        }
      }
      case "string" -> {
        if (chance.oneIn(6) && !schema.has("enum")) {
          schema.put("format", chance.pick(List.of("date-time", "email", "uri")));
        }
      }
      default -> {}
    }
  }
}
