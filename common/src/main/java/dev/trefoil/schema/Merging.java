package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsBoolean;
import com.fasterxml.jackson.jr.stree.JrsNumber;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Several schemas of one value as one. */
final class Merging {
  private Merging() {}

  /** A schema of what holds to both; empty where that cannot be said without {@code allOf}. */
  static Optional<JrsObject> both(JrsObject one, JrsObject other) {
    Map<String, JrsValue> merged = Keywords.members(one);
    if (!agreeOnMembers(one, other)) {
      return Optional.empty();
    }
    for (Map.Entry<String, JrsValue> member : Keywords.members(other).entrySet()) {
      JrsValue here = merged.get(member.getKey());
      Optional<JrsValue> value =
          here == null || here.equals(member.getValue())
              ? Optional.of(member.getValue())
              : both(member.getKey(), here, member.getValue());
      if (value.isEmpty()) {
        return Optional.empty();
      }
      merged.put(member.getKey(), value.get());
    }
    return Optional.of(new JrsObject(merged));
  }

  /** A closed schema forbids the members that only the other one knows. */
  private static boolean agreeOnMembers(JrsObject one, JrsObject other) {
    return !forbids(one, other) && !forbids(other, one);
  }

  private static boolean forbids(JrsObject closed, JrsObject other) {
    JrsValue more = closed.get("additionalProperties");
    if (more == null || Keywords.isTrue(more)) {
      return false;
    }
    Set<String> known = names(closed);
    return !known.containsAll(names(other)) || closed.get("patternProperties") != null;
  }

  private static Set<String> names(JrsObject schema) {
    Set<String> names = new LinkedHashSet<>();
    if (schema.get("properties") instanceof JrsObject properties) {
      properties.fieldNames().forEachRemaining(names::add);
    }
    return names;
  }

  private static Optional<JrsValue> both(String keyword, JrsValue one, JrsValue other) {
    return switch (keyword) {
      case "type" -> types(one, other);
      case "properties" -> properties((JrsObject) one, (JrsObject) other);
      case "required" -> {
        Set<String> names = new LinkedHashSet<>(Keywords.texts(one));
        names.addAll(Keywords.texts(other));
        yield Optional.of(Keywords.texts(names));
      }
      case "enum" -> {
        List<JrsValue> values = Keywords.items(one);
        values.retainAll(Keywords.items(other));
        yield values.isEmpty() ? Optional.empty() : Optional.of(new JrsArray(values));
      }
      case "allOf" -> {
        List<JrsValue> parts = Keywords.items(one);
        parts.addAll(Keywords.items(other));
        yield Optional.of(new JrsArray(parts));
      }
      case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties" ->
          Optional.of(isLess(one, other) ? other : one);
      case "maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties" ->
          Optional.of(isLess(one, other) ? one : other);
      case "uniqueItems" -> Optional.of(JrsBoolean.TRUE);
      case "additionalProperties", "items" -> closest(one, other);
      case "description" -> Optional.of(new JrsString(one.asText() + " " + other.asText()));
      default -> Keywords.ANNOTATIONS.contains(keyword) ? Optional.of(one) : Optional.empty();
    };
  }

  private static Optional<JrsValue> closest(JrsValue one, JrsValue other) {
    if (Keywords.isTrue(one) || Keywords.isFalse(other)) {
      return Optional.of(other);
    }
    if (Keywords.isTrue(other) || Keywords.isFalse(one)) {
      return Optional.of(one);
    }
    return both((JrsObject) one, (JrsObject) other).map(merged -> merged);
  }

  private static boolean isLess(JrsValue one, JrsValue other) {
    return number(one).compareTo(number(other)) < 0;
  }

  private static BigDecimal number(JrsValue value) {
    return new BigDecimal(((JrsNumber) value).getValue().toString());
  }

  private static Optional<JrsValue> types(JrsValue one, JrsValue other) {
    Set<String> types = new LinkedHashSet<>(typesOf(one));
    Set<String> others = typesOf(other);
    if (others.contains("number")) {
      others.add("integer");
    }
    if (types.contains("number") && others.contains("integer")) {
      types.add("integer");
    }
    types.retainAll(others);
    return types.isEmpty() ? Optional.empty() : Optional.of(type(types));
  }

  private static Set<String> typesOf(JrsValue type) {
    return new LinkedHashSet<>(
        type instanceof JrsString text ? List.of(text.asText()) : Keywords.texts(type));
  }

  private static JrsValue type(Set<String> types) {
    return types.size() == 1 ? new JrsString(types.iterator().next()) : Keywords.texts(types);
  }

  private static Optional<JrsValue> properties(JrsObject one, JrsObject other) {
    Map<String, JrsValue> all = Keywords.members(one);
    for (Map.Entry<String, JrsValue> property : Keywords.members(other).entrySet()) {
      JrsValue here = all.get(property.getKey());
      JrsValue there = property.getValue();
      if (here instanceof JrsObject mine && there instanceof JrsObject theirs) {
        Optional<JrsObject> merged = both(mine, theirs);
        if (merged.isEmpty()) {
          return Optional.empty();
        }
        all.put(property.getKey(), merged.get());
      } else {
        all.put(property.getKey(), there);
      }
    }
    return Optional.of(new JrsObject(all));
  }

  /**
   * A schema of objects that lets all through that hold to any of several, and more.
   *
   * @param all objects' schemas
   * @param any whether a member may be missing that some do not require; if not, they all hold
   */
  static JrsObject loosely(List<JrsObject> all, boolean any) {
    Map<String, JrsValue> properties = new LinkedHashMap<>();
    Set<String> required = new LinkedHashSet<>();
    boolean closed = any;
    for (int i = 0; i < all.size(); i++) {
      JrsObject schema = all.get(i);
      if (schema.get("properties") instanceof JrsObject own) {
        Keywords.members(own)
            .forEach((name, value) -> properties.merge(name, value, Merging::either));
      }
      List<String> names = Keywords.texts(schema.get("required"));
      if (any && i > 0) {
        required.retainAll(names);
      } else {
        required.addAll(names);
      }
      closed &= Keywords.isFalse(schema.get("additionalProperties"));
    }
    Map<String, JrsValue> merged = new LinkedHashMap<>();
    merged.put("type", new JrsString("object"));
    merged.put("properties", new JrsObject(properties));
    if (!required.isEmpty()) {
      merged.put("required", Keywords.texts(required));
    }
    if (closed) {
      merged.put("additionalProperties", JrsBoolean.FALSE);
    }
    return new JrsObject(merged);
  }

  private static JrsValue either(JrsValue one, JrsValue other) {
    Set<JrsValue> choices = new LinkedHashSet<>(choices(one));
    choices.addAll(choices(other));
    return choices.size() == 1
        ? one
        : new JrsObject(
            new LinkedHashMap<>(Map.of("anyOf", new JrsArray(new ArrayList<>(choices)))));
  }

  private static List<JrsValue> choices(JrsValue schema) {
    return schema instanceof JrsObject object
            && object.size() == 1
            && object.get("anyOf") instanceof JrsArray choices
        ? Keywords.items(choices)
        : List.of(schema);
  }
}
