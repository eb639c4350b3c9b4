package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNull;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Says in JSON Schema 2020-12 what drafts 3 to 2019-09, OpenAPI 3.0 and Google's schemas say in
 * other words. A keyword whose value is of the wrong kind asks for nothing, and is left out.
 */
final class Modern {
  private static final Set<String> TYPES =
      Set.of("array", "boolean", "integer", "null", "number", "object", "string");
  private static final JrsObject NULL = new JrsObject(Map.of("type", new JrsString("null")));

  private Modern() {}

  /** A schema that says nothing in other words is returned equal. */
  static JrsObject of(JrsObject schema) {
    Map<String, JrsValue> members = Keywords.members(schema);
    renamed(members, "$recursiveRef", "$ref");
    renamed(members, "$dynamicRef", "$ref");
    renamed(members, "$dynamicAnchor", "$anchor");
    type(members);
    exclusive(members, "exclusiveMinimum", "minimum");
    exclusive(members, "exclusiveMaximum", "maximum");
    tuple(members);
    dependencies(members);
    required(members);
    members.replaceAll(Keywords::schemasOf);
    members.entrySet().removeIf(m -> !Keywords.isOfItsKind(m.getKey(), m.getValue()));
    Keywords.replaceEach(members, Modern::below);
    JrsValue nullable = members.remove("nullable");
    return new JrsObject(Keywords.isTrue(nullable) ? withNull(members) : members);
  }

  private static JrsValue below(String keyword, JrsValue schema) {
    if (schema instanceof JrsObject object) {
      return of(object);
    }
    boolean staysTruth =
        switch (keyword) {
          case "additionalProperties", "items", "unevaluatedItems", "unevaluatedProperties" -> true;
          default -> false;
        };
    if (staysTruth) {
      return schema;
    }
    return Keywords.isTrue(schema)
        ? new JrsObject(new LinkedHashMap<>())
        : new JrsObject(Map.of("not", new JrsObject(new LinkedHashMap<>())));
  }

  private static void renamed(Map<String, JrsValue> members, String old, String name) {
    JrsValue value = members.remove(old);
    if (value instanceof JrsString) {
      members.putIfAbsent(name, value);
    }
  }

  private static void type(Map<String, JrsValue> members) {
    JrsValue type = members.get("type");
    if (type instanceof JrsString text) {
      String lower = text.asText().toLowerCase(Locale.ROOT);
      if (!lower.equals(text.asText()) && TYPES.contains(lower)) {
        members.put("type", new JrsString(lower));
      } else if (lower.equals("any")) {
        members.remove("type"); // Draft 3.
      }
    } else if (type instanceof JrsArray list && list.size() == 1) {
      members.put("type", list.get(0));
    }
  }

  /** Draft 4 has a truth value beside the bound that it excludes. */
  private static void exclusive(Map<String, JrsValue> members, String exclusive, String bound) {
    if (members.get(exclusive) instanceof JrsBoolean excluded) {
      members.remove(exclusive);
      if (excluded.booleanValue() && members.get(bound) instanceof JrsNumber number) {
        members.remove(bound);
        members.put(exclusive, number);
      }
    }
  }

  private static void tuple(Map<String, JrsValue> members) {
    JrsValue rest = members.remove("additionalItems");
    if (members.get("items") instanceof JrsArray tuple) {
      members.remove("items");
      if (tuple.size() > 0) {
        members.put("prefixItems", tuple);
      }
      if (rest != null) {
        members.put("items", rest);
      }
    }
  }

  private static void dependencies(Map<String, JrsValue> members) {
    if (members.remove("dependencies") instanceof JrsObject all) {
      Map<String, JrsValue> names = new LinkedHashMap<>();
      Map<String, JrsValue> schemas = new LinkedHashMap<>();
      Keywords.members(all).forEach((k, v) -> (v instanceof JrsArray ? names : schemas).put(k, v));
      if (!names.isEmpty()) {
        members.putIfAbsent("dependentRequired", new JrsObject(names));
      }
      if (!schemas.isEmpty()) {
        members.putIfAbsent("dependentSchemas", new JrsObject(schemas));
      }
    }
  }

  /** Draft 3 says of a property itself that it is required. */
  private static void required(Map<String, JrsValue> members) {
    if (members.get("required") instanceof JrsBoolean) {
      members.remove("required");
    }
    if (members.get("properties") instanceof JrsObject properties) {
      Set<String> required = new LinkedHashSet<>();
      Keywords.members(properties)
          .forEach(
              (name, property) -> {
                if (property instanceof JrsObject schema
                    && Keywords.isTrue(schema.get("required"))) {
                  required.add(name);
                }
              });
      if (!required.isEmpty()) {
        required.addAll(Keywords.texts(members.get("required")));
        members.put("required", Keywords.texts(required));
      }
    }
  }

  /** OpenAPI 3.0's {@code nullable}. */
  private static Map<String, JrsValue> withNull(Map<String, JrsValue> members) {
    JrsValue type = members.get("type");
    boolean simple = !members.containsKey("const") && type != null;
    if (simple) {
      Set<String> types = new LinkedHashSet<>();
      types.addAll(type instanceof JrsString ? List.of(type.asText()) : Keywords.texts(type));
      types.add("null");
      members.put("type", Keywords.texts(types));
      if (members.get("enum") instanceof JrsArray values) {
        List<JrsValue> more = Keywords.items(values);
        if (more.stream().noneMatch(JrsNull.class::isInstance)) {
          more.add(JrsNull.instance());
        }
        members.put("enum", new JrsArray(more));
      }
      return members;
    }
    Map<String, JrsValue> outer = new LinkedHashMap<>(members);
    outer.keySet().retainAll(Keywords.ANNOTATIONS);
    Map<String, JrsValue> inner = new LinkedHashMap<>(members);
    inner.keySet().removeAll(Keywords.ANNOTATIONS);
    if (!inner.isEmpty()) {
      outer.put("anyOf", new JrsArray(new ArrayList<>(List.of(new JrsObject(inner), NULL))));
    }
    return outer;
  }
}
