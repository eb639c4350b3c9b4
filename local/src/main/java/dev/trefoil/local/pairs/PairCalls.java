// A real call through a host for every pair, and what came of it.
package dev.trefoil.local.pairs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Calls hosts on this machine as any client would. */
public final class PairCalls implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Calls one model through one host, twice: the first time the function has to fetch a token, the
   * second time it has one, unless it was called before.
   *
   * @param target {@code service/model}
   */
  public Cell call(int port, String target) throws InterruptedException {
    long start = System.nanoTime();
    String failure = ask(port, target);
    long first = System.nanoTime();
    if (!failure.isEmpty()) {
      return new Cell.Failed(failure);
    }
    failure = ask(port, target);
    long second = System.nanoTime();
    return failure.isEmpty()
        ? new Cell.Answered(millis(first - start), millis(second - first))
        : new Cell.Failed(failure);
  }

  /** Empty when there was an answer, otherwise why there was none. */
  private String ask(int port, String target) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("model", target).put("max_tokens", 16);
    body.putArray("messages").addObject().put("role", "user").put("content", "Say hello");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? ""
          : "HTTP " + response.statusCode() + " " + reason(response.body());
    } catch (IOException e) {
      return "no answer on port " + port + ": " + e;
    }
  }

  /** What the attempt met with; without attempts, what the host said. */
  private static String reason(String body) {
    try {
      JsonNode error = JSON.readTree(body).path("error");
      JsonNode attempt = error.path("attempts").path(0).path("message");
      return attempt.isTextual() ? attempt.asText() : error.path("message").asText(body);
    } catch (IOException e) {
      return body;
    }
  }

  private static long millis(long nanos) {
    return Duration.ofNanos(nanos).toMillis();
  }

  @Override
  public void close() {
    client.close();
  }
}
