// JSON answers of the identity endpoints.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends JSON. */
final class JsonAnswers {

  private JsonAnswers() {}

  static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    exchange.send(
        status,
        Headers.of("content-type", "application/json; charset=utf-8"),
        json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
