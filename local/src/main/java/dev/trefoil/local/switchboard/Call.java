// A call of the switchboard, taken apart once.
package dev.trefoil.local.switchboard;

import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.http.Exchanges;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call.
 *
 * @param path its segments
 */
record Call(String method, List<String> path, Map<String, String> query, byte[] body) {
  private static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  static Call read(HttpExchange exchange) throws IOException, RefusedException {
    Optional<byte[]> body = Exchanges.body(exchange, MAX_BODY_BYTES);
    if (body.isEmpty()) {
      throw RefusedException.tooLarge(MAX_BODY_BYTES);
    }
    List<String> path =
        Arrays.stream(exchange.getRequestURI().getPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .toList();
    return new Call(
        exchange.getRequestMethod(),
        path,
        query(exchange.getRequestURI().getRawQuery()),
        body.get());
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null && !raw.isEmpty()) {
      for (String pair : raw.split("&")) {
        String[] sides = pair.split("=", 2);
        query.put(
            URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
            sides.length == 1 ? "" : URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** Refuses every method but these. */
  void allow(String... methods) throws RefusedException {
    if (!List.of(methods).contains(method)) {
      throw RefusedException.wrongMethod(this, String.join(", ", methods));
    }
  }

  /** Whether nothing, or one more segment, follows the first one of the path; refuses more. */
  boolean namesAService() throws RefusedException {
    if (path.size() > 2) {
      throw RefusedException.notFound(this);
    }
    return path.size() == 2;
  }
}
