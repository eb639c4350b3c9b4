package dev.trefoil.fuzz;

import dev.trefoil.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Paths however a client writes them, with any method. Those that take a body get none. */
final class OddPaths {
  private static final List<Place> PLACES =
      List.of(
          new Place("chat/completions", Set.of("POST")),
          new Place("chat", Set.of("POST")),
          new Place("embeddings", Set.of("POST")),
          new Place("jobs", Set.of("POST")),
          new Place("jobs/job_0123", Set.of("GET", "DELETE")),
          new Place("models", Set.of("GET")),
          new Place("targets", Set.of("GET")),
          new Place("health", Set.of("GET")),
          new Place("", Set.of("GET")));

  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "OPTIONS",
          "PATCH",
          "TRACE",
          "CONNECT",
          "get",
          "PROPFIND",
          "",
          "G\u00cbT");

  private OddPaths() {}

  /** What is at a path, by the methods that docs/api.md has. */
  private record Place(String path, Set<String> methods) {
    boolean isJob() {
      return path.startsWith("jobs/");
    }
  }

  static OddCall any(Chance chance) {
    Place place = chance.pick(PLACES);
    String method = chance.pick(METHODS);
    return switch (chance.below(4)) {
      case 0 -> call("not decodable", method, notDecodable(chance, place), 400, "invalid_path");
      case 1 -> call("elsewhere", method, elsewhere(chance, place), 404, "not_found");
      default -> answered(place, method, written(chance, "/v1/" + place.path));
    };
  }

  private static OddCall call(String how, String method, String path, int status, String code) {
    return OddCall.refused("path " + how, sent(method, path), status, code);
  }

  private static Sent sent(String method, String path) {
    return new Sent(method, path, new Headers(), new byte[0]);
  }

  private static OddCall answered(Place place, String method, String path) {
    String how = "method " + method + " of /" + place.path;
    if (method.equals("OPTIONS")) {
      return new OddCall(how, sent(method, path), 204, "", Map.of("allow", allowed(place)));
    }
    if (!place.methods.contains(method.equals("HEAD") ? "GET" : method)) {
      Map<String, String> allow = Map.of("allow", allowed(place));
      return new OddCall(how, sent(method, path), 405, "method_not_allowed", allow);
    }
    if (place.isJob()) {
      return OddCall.refused(how, sent(method, path), 404, "job_not_found");
    }
    return method.equals("POST")
        ? OddCall.refused(how, sent(method, path), 400, "")
        : OddCall.taken(how, sent(method, path));
  }

  private static String allowed(Place place) {
    TreeSet<String> methods = new TreeSet<>(place.methods);
    methods.add("OPTIONS");
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return String.join(", ", methods);
  }

  /** The same path, written in another way. */
  private static String written(Chance chance, String path) {
    String written = path;
    if (chance.oneIn(2)) {
      int at = chance.below(written.length());
      char letter = written.charAt(at);
      if (letter != '/') {
        String hex =
            String.format(Locale.ROOT, chance.oneIn(2) ? "%%%02x" : "%%%02X", (int) letter);
        written = written.substring(0, at) + hex + written.substring(at + 1);
      }
    } else if (chance.oneIn(3)) {
      written = written.substring("/v1".length());
    }
    for (int i = chance.below(4); i > 0; i--) {
      int slash = written.indexOf('/', chance.below(written.length()));
      String more =
          chance.pick("/", "//", "/./", "/%2e/", "/x/../", "/%78/%2E%2e/", "/a/b/.././../");
      written =
          slash < 0
              ? written + chance.pick("/", "//", "/.", "/x/..")
              : written.substring(0, slash) + more + written.substring(slash + 1);
    }
    return chance.oneIn(8) ? chance.pick("/..", "/../..", "/x/..", "//") + written : written;
  }

  /** Nothing is there, whatever it looks like. */
  private static String elsewhere(Chance chance, Place place) {
    String path = "/v1/" + (place.isJob() ? "jobs" : place.path);
    return chance.pick(
        path.toUpperCase(Locale.ROOT),
        "/v1" + path,
        "/v2" + path.substring("/v1".length()),
        "/api" + path,
        path + "/x/y",
        path.replace("/v1/", "/v1%2F") + (place.path.isEmpty() ? "x" : ""),
        path + chance.pick(";a=1", "+", "*", "%00", "%0d%0ax:%20y", "%25", "\\", "日本", "%E6%97%A5"),
        path + "x".repeat(10_000),
        "/".repeat(chance.from(1, 5_000)) + "x",
        "/." + "/.".repeat(chance.from(1, 5_000)) + "/x");
  }

  private static String notDecodable(Chance chance, Place place) {
    String broken = chance.pick("%", "%z", "%2", "%zz", "%-1", "%ff", "%c3", "%ed%a0%80", "%c0%af");
    return chance.oneIn(2)
        ? "/v1/" + place.path + broken + chance.pick("", "/", "/x")
        : "/" + broken + "/../v1/" + place.path;
  }
}
