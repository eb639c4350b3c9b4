package dev.trefoil.server;

import dev.trefoil.endpoints.AdapterDoorContract;
import dev.trefoil.http.HttpHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

class ServerDoorTest extends AdapterDoorContract {
  @Override
  protected Answer call(HttpHandler core, String method, String path, String body)
      throws Exception {
    try (Running running = Running.start(core);
        HttpClient client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                  .header("x-request-id", "call-1")
                  .method(method, BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      return new Answer(
          answer.statusCode(), answer.body(), answer.headers().firstValue("x-request-id"));
    }
  }
}
