package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A caller's schema for a validator: in JSON Schema 2020-12, and without the values in it that
 * validators take for schemas (findings/json-schema-example-replaces-a-definition).
 */
public final class CheckableSchema {
  private static final Set<String> VALUES =
      Set.of("default", "examples", "example", "$schema", "$comment");

  private CheckableSchema() {}

  /**
   * @throws IOException when the text is no JSON object
   */
  public static String of(String schema) throws IOException {
    return Json.write(checkable(Modern.of(Json.readWhole(schema))));
  }

  private static JrsObject checkable(JrsObject schema) {
    Map<String, JrsValue> members = Keywords.members(schema);
    members.keySet().removeAll(VALUES);
    Keywords.replaceEach(
        members, (keyword, value) -> value instanceof JrsObject o ? checkable(o) : value);
    List<JrsValue> values = Keywords.items(members.get("enum"));
    if (values.stream().anyMatch(CheckableSchema::misleads)) {
      members.remove("enum");
      values.replaceAll(CheckableSchema::constant);
      Map<String, JrsValue> any = new LinkedHashMap<>(Map.of("anyOf", new JrsArray(values)));
      also(members, new JrsObject(any));
    }
    JrsValue constant = members.get("const");
    if (constant != null && misleads(constant)) {
      members.remove("const");
      also(members, (JrsObject) constant(constant));
    }
    return new JrsObject(members);
  }

  private static void also(Map<String, JrsValue> members, JrsObject schema) {
    List<JrsValue> all = Keywords.items(members.get("allOf"));
    all.add(schema);
    members.put("allOf", new JrsArray(all));
  }

  /** Whether there is anything in a value that would mean something in a schema. */
  private static boolean misleads(JrsValue value) {
    return switch (value) {
      case JrsObject object ->
          Keywords.members(object).entrySet().stream()
              .anyMatch(member -> member.getKey().startsWith("$") || misleads(member.getValue()));
      case JrsArray list -> Keywords.items(list).stream().anyMatch(CheckableSchema::misleads);
      default -> false;
    };
  }

  /** A schema of one value, which says it part by part. */
  private static JrsValue constant(JrsValue value) {
    Map<String, JrsValue> schema = new LinkedHashMap<>();
    switch (value) {
      case JrsObject object -> {
        Map<String, JrsValue> members = Keywords.members(object);
        schema.put("type", new JrsString("object"));
        schema.put("required", Keywords.texts(List.copyOf(members.keySet())));
        members.replaceAll((name, member) -> constant(member));
        schema.put("properties", new JrsObject(members));
        schema.put("additionalProperties", JrsBoolean.FALSE);
      }
      case JrsArray list -> {
        List<JrsValue> items = new ArrayList<>(Keywords.items(list));
        items.replaceAll(CheckableSchema::constant);
        schema.put("type", new JrsString("array"));
        if (!items.isEmpty()) {
          schema.put("prefixItems", new JrsArray(items));
        }
        schema.put("minItems", new JrsNumber(items.size()));
        schema.put("maxItems", new JrsNumber(items.size()));
      }
      default -> schema.put("const", value);
    }
    return new JrsObject(schema);
  }
}
