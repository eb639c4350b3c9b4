// Lambda to HTTP: what API Gateway's HTTP APIs make of what a function returns, format 2.0.
package dev.trefoil.local.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.net.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An answer to an HTTP call.
 *
 * @param headers without the connection's own, which the front door sets itself
 */
record HttpApiResponse(int status, Headers headers, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("connection", "content-length", "keep-alive", "transfer-encoding", "upgrade");

  /** One of the answers that API Gateway gives by itself. */
  static HttpApiResponse ofGateway(int status, String message) {
    return new HttpApiResponse(
        status,
        Headers.of("content-type", "application/json"),
        ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a function's payload; nothing when API Gateway could make no sense of it. */
  static Optional<HttpApiResponse> parse(byte[] payload) {
    JsonNode json;
    try {
      json = JSON.readTree(payload);
    } catch (IOException e) {
      return Optional.empty();
    }
    if (!json.has("statusCode")) {
      return inferred(json);
    }
    int status = json.path("statusCode").asInt();
    if (status < 200 || status > 599 || json.path("body").isContainerNode()) {
      return Optional.empty();
    }
    String text = json.path("body").asText("");
    try {
      byte[] body =
          json.path("isBase64Encoded").asBoolean()
              ? Base64.getDecoder().decode(text)
              : text.getBytes(StandardCharsets.UTF_8);
      return Optional.of(new HttpApiResponse(status, headers(json), body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A payload without a status is itself the body of a 200; a string is its own text. */
  private static Optional<HttpApiResponse> inferred(JsonNode json) {
    try {
      String body = json.isTextual() ? json.asText() : JSON.writeValueAsString(json);
      return Optional.of(
          new HttpApiResponse(
              200,
              Headers.of("content-type", "application/json"),
              body.getBytes(StandardCharsets.UTF_8)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Headers headers(JsonNode json) {
    Headers headers = new Headers();
    for (Map.Entry<String, JsonNode> header : json.path("headers").properties()) {
      if (!OF_THE_CONNECTION.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        headers.add(header.getKey(), header.getValue().asText());
      }
    }
    for (JsonNode cookie : json.path("cookies")) {
      headers.add("set-cookie", cookie.asText());
    }
    if (json.has("body") && headers.first("content-type").isEmpty()) {
      headers.add("content-type", "text/plain; charset=utf-8");
    }
    return headers;
  }
}
