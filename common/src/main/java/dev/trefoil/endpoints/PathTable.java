package dev.trefoil.endpoints;

import dev.trefoil.door.Problem;
import dev.trefoil.http.ResponseSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What answers at which path, by method. */
final class PathTable {
  private static final String ANY = "{id}";

  private final Map<List<String>, Map<String, Answer>> answers = new HashMap<>();

  /** Answers one call. */
  @FunctionalInterface
  interface Answer {
    void to(Request request, ResponseSink sink) throws Problem, IOException;
  }

  /**
   * Adds an answer.
   *
   * @param path without {@code /v1}; the last segment may be {@code {id}}, which stands for any
   */
  void put(String path, String method, Answer answer) {
    List<String> segments = List.of(path.isEmpty() ? new String[0] : path.split("/"));
    answers.computeIfAbsent(segments, ignored -> new TreeMap<>()).put(method, answer);
  }

  /** What is at a path; nothing where there is nothing. */
  Map<String, Answer> at(RequestPath path) {
    List<String> segments = path.unversioned().segments();
    Map<String, Answer> exact = answers.get(segments);
    if (exact != null || segments.isEmpty()) {
      return exact == null ? Map.of() : exact;
    }
    List<String> pattern = new ArrayList<>(segments);
    pattern.set(pattern.size() - 1, ANY);
    return answers.getOrDefault(pattern, Map.of());
  }

  /** The methods that a path takes, as the header {@code Allow} lists them. */
  static String allowed(Map<String, Answer> byMethod) {
    TreeSet<String> methods = new TreeSet<>(byMethod.keySet());
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    methods.add("OPTIONS");
    return String.join(", ", methods);
  }
}
