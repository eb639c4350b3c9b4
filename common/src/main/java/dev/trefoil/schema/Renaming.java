package dev.trefoil.schema;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What in a value that a model gives is otherwise than its caller knows it.
 *
 * @param toService the members of the value itself that have another name at the service
 * @param wrapped whether the value is the only member, {@link #ANSWER}, of an object
 * @param nullable the members, of any object in it, that are null where the caller would have none
 */
record Renaming(Map<String, String> toService, boolean wrapped, Set<String> nullable) {
  static final Renaming NONE = new Renaming(Map.of(), false, Set.of());

  /** The member that a value stands in where a service wants an object. */
  static final String ANSWER = "answer";

  Renaming {
    toService = Map.copyOf(toService);
    nullable = Set.copyOf(nullable);
  }

  boolean isNone() {
    return toService.isEmpty() && !wrapped && nullable.isEmpty();
  }

  Map<String, String> toCaller() {
    Map<String, String> names = HashMap.newHashMap(toService.size());
    toService.forEach((caller, service) -> names.put(service, caller));
    return names;
  }

  /** Of names that a form does not take, each by one that is legal and that no other member has. */
  static Map<String, String> of(Iterable<String> names, Form form) {
    Map<String, String> legal = new LinkedHashMap<>();
    for (String name : names) {
      if (form.names().matcher(name).matches()) {
        legal.put(name, name);
      }
    }
    Map<String, String> renamed = new LinkedHashMap<>();
    for (String name : names) {
      if (!legal.containsKey(name)) {
        String base = cut(name.isEmpty() ? "_" : name.replaceAll("[^a-zA-Z0-9_.-]", "_"), 64);
        String made = base;
        for (int i = 2; legal.containsValue(made) || renamed.containsValue(made); i++) {
          made = cut(base, 60) + "_" + i;
        }
        renamed.put(name, made);
      }
    }
    return renamed;
  }

  private static String cut(String name, int length) {
    return name.substring(0, Math.min(name.length(), length));
  }
}
