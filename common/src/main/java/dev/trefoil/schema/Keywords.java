package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNull;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where other schemas stand in a schema, and of what kind the values of its keywords are. */
final class Keywords {
  /** Annotations: they ask for nothing. */
  static final Set<String> ANNOTATIONS =
      Set.of(
          "title",
          "description",
          "default",
          "examples",
          "example",
          "deprecated",
          "readOnly",
          "writeOnly",
          "$comment",
          "$schema",
          "$id",
          "$anchor",
          "$defs",
          "definitions");

  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
  private static final Set<String> LISTS = Set.of("anyOf", "oneOf", "allOf", "prefixItems");
  private static final Set<String> SINGLES =
      Set.of(
          "items",
          "additionalProperties",
          "not",
          "if",
          "then",
          "else",
          "contains",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties");

  private static final Set<String> TEXTS =
      Set.of(
          "title",
          "description",
          "format",
          "pattern",
          "$ref",
          "$id",
          "$anchor",
          "$schema",
          "$comment");

  private Keywords() {}

  /** A schema's members, to be changed. */
  static Map<String, JrsValue> members(JrsObject schema) {
    Map<String, JrsValue> members = LinkedHashMap.newLinkedHashMap(schema.size() + 1);
    Iterator<Map.Entry<String, JrsValue>> fields = schema.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JrsValue> field = fields.next();
      members.put(field.getKey(), field.getValue());
    }
    return members;
  }

  /** The values of a list; empty for anything else. */
  static List<JrsValue> items(JrsValue value) {
    List<JrsValue> items = new ArrayList<>();
    if (value instanceof JrsArray array) {
      array.elements().forEachRemaining(items::add);
    }
    return items;
  }

  /** The texts of a list; empty for anything else. */
  static List<String> texts(JrsValue value) {
    return items(value).stream().filter(JrsString.class::isInstance).map(JrsValue::asText).toList();
  }

  static JrsArray texts(Iterable<String> texts) {
    List<JrsValue> values = new ArrayList<>();
    texts.forEach(text -> values.add(new JrsString(text)));
    return new JrsArray(values);
  }

  /** What is to stand in the place of a schema, or of a truth value that is one. */
  @FunctionalInterface
  interface Change<X extends Exception> {
    JrsValue apply(String keyword, JrsValue schema) throws X;
  }

  /** Puts another in the place of each schema that stands in a schema. */
  static <X extends Exception> void replaceEach(Map<String, JrsValue> members, Change<X> change)
      throws X {
    for (Map.Entry<String, JrsValue> member : members.entrySet()) {
      String name = member.getKey();
      if (MAPS.contains(name) && member.getValue() instanceof JrsObject map) {
        Map<String, JrsValue> changed = members(map);
        for (Map.Entry<String, JrsValue> entry : changed.entrySet()) {
          if (isSchema(entry.getValue())) {
            entry.setValue(change.apply(name, entry.getValue()));
          }
        }
        member.setValue(new JrsObject(changed));
      } else if (LISTS.contains(name) && member.getValue() instanceof JrsArray list) {
        List<JrsValue> changed = items(list);
        for (int i = 0; i < changed.size(); i++) {
          if (isSchema(changed.get(i))) {
            changed.set(i, change.apply(name, changed.get(i)));
          }
        }
        member.setValue(new JrsArray(changed));
      } else if (SINGLES.contains(name) && isSchema(member.getValue())) {
        member.setValue(change.apply(name, member.getValue()));
      }
    }
  }

  /** The value of a keyword, without what stands among its schemas and is none. */
  static JrsValue schemasOf(String keyword, JrsValue value) {
    if (MAPS.contains(keyword) && value instanceof JrsObject map) {
      Map<String, JrsValue> schemas = members(map);
      schemas.values().removeIf(schema -> !isSchema(schema));
      return schemas.size() == map.size() ? map : new JrsObject(schemas);
    }
    if (LISTS.contains(keyword) && value instanceof JrsArray list) {
      List<JrsValue> schemas = items(list);
      schemas.removeIf(schema -> !isSchema(schema));
      return schemas.size() == list.size() ? list : new JrsArray(schemas);
    }
    return value;
  }

  /** Whether schemas stand in the keyword's value. */
  static boolean bearsSchemas(String keyword) {
    return MAPS.contains(keyword) || LISTS.contains(keyword) || SINGLES.contains(keyword);
  }

  private static boolean isSchema(JrsValue value) {
    return value instanceof JrsObject || value instanceof JrsBoolean;
  }

  /** Whether the value is of the kind that JSON Schema demands of the keyword. */
  static boolean isOfItsKind(String keyword, JrsValue value) {
    if (NumberKeywords.include(keyword)) {
      return value instanceof JrsNumber;
    }
    if (TEXTS.contains(keyword)) {
      return value instanceof JrsString;
    }
    if (MAPS.contains(keyword) || keyword.equals("dependentRequired")) {
      return value instanceof JrsObject;
    }
    if (LISTS.contains(keyword)) {
      return value instanceof JrsArray list && list.size() > 0;
    }
    if (SINGLES.contains(keyword)) {
      return isSchema(value);
    }
    return switch (keyword) {
      case "required" -> value instanceof JrsArray;
      case "enum" -> value instanceof JrsArray list && list.size() > 0;
      case "uniqueItems" -> value instanceof JrsBoolean;
      case "type" ->
          value instanceof JrsString || value instanceof JrsArray list && list.size() > 0;
      default -> true;
    };
  }

  /** Whether a schema allows no other type than this. */
  static boolean isOnly(JrsObject schema, String type) {
    return schema.get("type") instanceof JrsString text && text.asText().equals(type);
  }

  static boolean isTrue(JrsValue value) {
    return value instanceof JrsBoolean truth && truth.booleanValue();
  }

  static boolean isFalse(JrsValue value) {
    return value instanceof JrsBoolean truth && !truth.booleanValue();
  }

  static boolean isPrimitive(JrsValue value) {
    return value instanceof JrsString
        || value instanceof JrsNumber
        || value instanceof JrsBoolean
        || value instanceof JrsNull;
  }
}
