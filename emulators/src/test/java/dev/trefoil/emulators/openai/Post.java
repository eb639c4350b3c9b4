// Posts JSON, for tests of OpenAI's API.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;

/** One endpoint with the key {@code k}. */
record Post(URI endpoint) {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  HttpResponse<String> send(String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .header("authorization", "Bearer k")
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(body.replace('\'', '"')))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The body of a plain chat completion or its error. */
  JsonNode chat(String body) {
    return Json.node(send("/chat/completions", body).body());
  }

  /** The chunks of a streamed one, without the end mark. */
  List<JsonNode> stream(String body) {
    String streaming = body.replaceFirst("\\{", "{'stream':true,");
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : send("/chat/completions", streaming).body().split("\n\n")) {
      if (!event.equals("data: [DONE]")) {
        chunks.add(Json.node(event.substring("data: ".length())));
      }
    }
    return chunks;
  }

  /** The events of a streamed response. */
  List<JsonNode> responses(String body) {
    String streaming = body.replaceFirst("\\{", "{'stream':true,");
    List<JsonNode> events = new ArrayList<>();
    for (String event : send("/responses", streaming).body().split("\n\n")) {
      JsonNode data = Json.node(event.substring(event.indexOf("data: ") + "data: ".length()));
      events.add(data);
    }
    return events;
  }
}
