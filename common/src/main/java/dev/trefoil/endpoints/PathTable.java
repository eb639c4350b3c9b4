package dev.trefoil.endpoints;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What answers at which path, by method. */
final class PathTable {
  private static final String ANY = "{id}";

  private final Map<List<String>, Map<String, Found>> all = new HashMap<>();

  /** An endpoint and its door. */
  record Found(Door door, Endpoint endpoint) {}

  /**
   * @throws IllegalArgumentException when two doors answer the same call
   */
  PathTable(List<Door> doors) {
    for (Door door : doors) {
      for (Endpoint endpoint : door.endpoints()) {
        String path = endpoint.path();
        Found before =
            all.computeIfAbsent(
                    List.of(path.isEmpty() ? new String[0] : path.split("/")),
                    ignored -> new TreeMap<>())
                .put(endpoint.method(), new Found(door, endpoint));
        if (before != null) {
          throw new IllegalArgumentException("two doors answer " + endpoint.method() + " /" + path);
        }
      }
    }
  }

  /** What is at a path; nothing where there is nothing. */
  Map<String, Found> at(RequestPath path) {
    List<String> segments = path.unversioned().segments();
    Map<String, Found> exact = all.get(segments);
    if (exact != null || segments.isEmpty()) {
      return exact == null ? Map.of() : exact;
    }
    List<String> pattern = new ArrayList<>(segments);
    pattern.set(pattern.size() - 1, ANY);
    return all.getOrDefault(pattern, Map.of());
  }

  /** The methods that a path takes, as the header {@code Allow} lists them. */
  static String allowed(Map<String, Found> byMethod) {
    TreeSet<String> methods = new TreeSet<>(byMethod.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }
}
