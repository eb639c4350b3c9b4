package dev.trefoil.schema;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsString;
import com.fasterxml.jackson.jr.stree.JrsValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where no member may be missing, has those that might be there, and null. They are known again by
 * their names, so that none of these may be of another member that is null for itself.
 */
final class NullableMembers {
  private final Set<String> names = new LinkedHashSet<>();
  private final Set<String> ofOthers = new LinkedHashSet<>();

  /**
   * The names of the members that are null where they are missing.
   *
   * @throws UnfitException when another of such a name must be there, and may be null
   */
  Set<String> names() throws UnfitException {
    if (names.stream().anyMatch(ofOthers::contains)) {
      throw new UnfitException(
          "has a member that may be missing and one of its name that may be null");
    }
    return names;
  }

  /**
   * Has all members of an object be there.
   *
   * @param object the keywords of its schema, which names all of its members
   */
  void requireAll(Map<String, JrsValue> object) throws UnfitException {
    Map<String, JrsValue> properties = Keywords.members((JrsObject) object.get("properties"));
    List<String> needed = Keywords.texts(object.get("required"));
    for (Map.Entry<String, JrsValue> property : properties.entrySet()) {
      if (!(property.getValue() instanceof JrsObject schema)) {
        throw new UnfitException("has a value that may be of any type");
      }
      if (!needed.contains(property.getKey())) {
        names.add(property.getKey());
        property.setValue(orNull(schema));
      } else if (mayBeNull(schema)) {
        ofOthers.add(property.getKey());
      }
    }
    if (!needed.containsAll(properties.keySet()) || !object.containsKey("required")) {
      object.put("properties", new JrsObject(properties));
      object.put("required", Keywords.texts(properties.keySet()));
    }
  }

  /** As far as is seen here. */
  private static boolean mayBeNull(JrsObject schema) {
    JrsValue type = schema.get("type");
    if (type == null) {
      return true;
    }
    return type instanceof JrsString one
        ? one.asText().equals("null")
        : Keywords.texts(type).contains("null");
  }

  private static JrsObject orNull(JrsObject schema) {
    JrsValue type = schema.get("type");
    if (type != null && mayBeNull(schema)) {
      return schema;
    }
    Map<String, JrsValue> members = Keywords.members(schema);
    boolean plain =
        type instanceof JrsString
            && List.of("enum", "const", "anyOf", "oneOf", "allOf", "not").stream()
                .noneMatch(members::containsKey);
    if (plain) {
      members.put("type", Keywords.texts(List.of(type.asText(), "null")));
      return new JrsObject(members);
    }
    JrsObject none = new JrsObject(new LinkedHashMap<>(Map.of("type", new JrsString("null"))));
    Map<String, JrsValue> either = new LinkedHashMap<>();
    either.put("anyOf", new JrsArray(new ArrayList<>(List.of(schema, none))));
    return new JrsObject(either);
  }
}
