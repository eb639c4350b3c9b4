// Calls of an emulator with its key, with JSON in single quotes.
package dev.trefoil.emulators.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** Calls as whoever holds the key. */
record Keyed(AnthropicEmulator emulator, HttpClient client) implements AutoCloseable {

  static Keyed start() {
    return new Keyed(AnthropicEmulator.start("anthropic", "key"), HttpClient.newHttpClient());
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(emulator.endpoint().resolve(path))
            .method(method, BodyPublishers.ofString(body.replace('\'', '"')));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return send(
        "POST", "/v1/messages", body, "x-api-key", "key", "anthropic-version", "2023-06-01");
  }

  /** A plain answer. */
  JsonNode message(String body) throws IOException, InterruptedException {
    HttpResponse<String> response = post(body);
    JsonNode json = Json.node(response.body());
    assertThat(json.path("error").path("message").asText()).isEmpty();
    assertThat(response.statusCode()).isEqualTo(200);
    return json;
  }

  /** The data of a stream's events, after a check that each has its type as its name. */
  List<JsonNode> events(String body) throws IOException, InterruptedException {
    List<JsonNode> events = new ArrayList<>();
    for (String event : post(body).body().split("\n\n")) {
      JsonNode data = Json.node(event.substring(event.indexOf("data: ") + 6));
      assertThat(event).startsWith("event: " + data.path("type").asText() + "\ndata: ");
      events.add(data);
    }
    return events;
  }

  /** What a refusal says: status, type and message. */
  String refusal(String body) throws IOException, InterruptedException {
    return refusal(post(body));
  }

  static String refusal(HttpResponse<String> response) {
    JsonNode json = Json.node(response.body());
    if (response.statusCode() != 200) {
      assertThat(json.path("type").asText()).isEqualTo("error");
      assertThat(json.path("request_id").asText())
          .startsWith("req_")
          .isEqualTo(response.headers().firstValue("request-id").orElse(""));
    }
    return "%d %s: %s"
        .formatted(
            response.statusCode(),
            json.at("/error/type").asText(),
            json.at("/error/message").asText());
  }

  @Override
  public void close() {
    client.close();
    emulator.close();
  }
}
