// What this process says to the emulators itself: a JSON or XML call in a line.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Calls of one emulator. */
final class RestCall {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client;
  private final Duration timeout;

  /** Calls that are given up after a minute: a machine at work is slow to start all this. */
  RestCall(HttpClient client) {
    this(client, TIMEOUT);
  }

  private RestCall(HttpClient client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  RestCall within(Duration other) {
    return new RestCall(client, other);
  }

  static RestCall plain() {
    return new RestCall(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
  }

  HttpResponse<String> send(String method, String url, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(timeout)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The answer to a call that has to succeed; one that is there already counts as made. */
  JsonNode json(String method, String url, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, url, headers, body);
    if (response.statusCode() / 100 != 2 && response.statusCode() != 409) {
      throw new IOException(
          method + " " + url + " is answered " + response.statusCode() + ": " + response.body());
    }
    return JSON.readTree(response.body());
  }
}
