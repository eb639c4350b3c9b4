// What every server here does with an exchange: read a bounded body, send a whole answer.
package dev.trefoil.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reading and answering HTTP exchanges. */
public final class Exchanges {
  private Exchanges() {}

  /** The body, or nothing when it is longer than {@code limit} bytes. */
  public static Optional<byte[]> body(HttpExchange exchange, int limit) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(limit + 1);
    return body.length > limit ? Optional.empty() : Optional.of(body);
  }

  /** Sends status and body after the headers that the exchange already has. */
  public static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(status, -1);
    } else if (body.length == 0 || status == 204 || status == 304) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      exchange.sendResponseHeaders(status, body.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
  }

  /** Sends a text of the given type. */
  public static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
  }
}
