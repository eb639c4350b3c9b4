package dev.trefoil.endpoints;

import dev.trefoil.door.Door;
import dev.trefoil.door.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What answers at which path, by method: a tree, a segment a branch. Where a segment is written out
 * and where any is taken both fit, the path goes the first way, and the other only where that one
 * leads nowhere.
 */
final class PathTable {
  private final Node root = new Node();

  /** An endpoint and its door. */
  record Found(Door door, Endpoint endpoint) {}

  /**
   * @throws IllegalArgumentException when two doors answer the same call
   */
  PathTable(List<Door> doors) {
    for (Door door : doors) {
      for (Endpoint endpoint : door.endpoints()) {
        Node node = root;
        for (String segment : endpoint.segments()) {
          node = node.next(segment);
        }
        if (node.byMethod.put(endpoint.method(), new Found(door, endpoint)) != null) {
          throw new IllegalArgumentException(
              "two doors answer " + endpoint.method() + " /" + endpoint.path());
        }
      }
    }
  }

  /** What is at a path; nothing where there is nothing. */
  Map<String, Found> at(RequestPath path) {
    return root.at(path.unversioned().segments()).map(node -> node.byMethod).orElse(Map.of());
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

  /** A place in the tree. */
  private static final class Node {
    private final Map<String, Node> written = new HashMap<>();
    private Optional<Node> any = Optional.empty();
    private final Map<String, Found> byMethod = new TreeMap<>();

    Node next(String segment) {
      if (!Endpoint.isParameter(segment)) {
        return written.computeIfAbsent(segment, ignored -> new Node());
      }
      if (any.isEmpty()) {
        any = Optional.of(new Node());
      }
      return any.get();
    }

    /** Goes no deeper than the longest path of a door. */
    Optional<Node> at(List<String> segments) {
      if (segments.isEmpty()) {
        return byMethod.isEmpty() ? Optional.empty() : Optional.of(this);
      }
      List<String> rest = segments.subList(1, segments.size());
      return Optional.ofNullable(written.get(segments.getFirst()))
          .flatMap(node -> node.at(rest))
          .or(() -> any.flatMap(node -> node.at(rest)));
    }
  }
}
