// Where the calls of a load are sent.
package dev.trefoil.benchmarks.load;

import dev.trefoil.benchmarks.process.Server;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One of what is measured side by process.
 *
 * @param name as the table says it
 * @param server its process
 * @param ask how it is asked for each kind of answer
 */
record LoadTarget(String name, Server server, Function<Kind, HttpRequest> ask) {
  private static final String BODY =
      """
      {"model":"%s","messages":[{"role":"user","content":"How do I make a good cup of tea?"}]%s}""";

  /**
   * What a call says.
   *
   * @param headers beside Host, Content-Length, and those that every call has
   */
  record HttpRequest(String path, Map<String, String> headers, String body) {}

  /** A call with the headers that every client sends. */
  static HttpRequest ask(String path, Map<String, String> headers, String model, Kind kind) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("Content-Type", "application/json");
    all.put("Authorization", "Bearer not-a-secret");
    all.putAll(headers);
    return new HttpRequest(
        path + "/chat/completions",
        all,
        BODY.formatted(model, kind.isStream() ? ",\"stream\":true" : ""));
  }
}
