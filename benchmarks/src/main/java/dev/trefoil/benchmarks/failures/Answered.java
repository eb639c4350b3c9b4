// One call, as its caller sees it.
package dev.trefoil.benchmarks.failures;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What became of a call.
 *
 * @param fate whether its caller has the answer
 * @param millis until the caller knew
 */
record Answered(Fate fate, double millis) {
  /** As a client that trusts what it reads would judge it. */
  enum Fate {
    /** The words of the model, and its end. */
    WHOLE,
    /** An answer that claims to be whole and is not the model's. */
    ALTERED,
    /** An error, an answer without an end, or none. */
    LOST
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How long a caller waits: four times as long as an attempt may take. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  /** Makes one call and judges what comes. */
  static Answered to(HttpClient client, HttpRequest.Builder call, boolean stream, String words)
      throws InterruptedException {
    long began = System.nanoTime();
    Fate fate;
    CompletableFuture<HttpResponse<String>> coming =
        client.sendAsync(call.build(), BodyHandlers.ofString());
    try {
      HttpResponse<String> response = coming.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      fate =
          response.statusCode() != 200
              ? Fate.LOST
              : stream ? ofStream(response.body(), words) : ofWhole(response.body(), words);
    } catch (ExecutionException | TimeoutException e) {
      fate = Fate.LOST; // The connection ended, or the caller gave up.
    } finally {
      coming.cancel(true);
    }
    return new Answered(fate, (System.nanoTime() - began) / 1e6);
  }

  static HttpRequest.Builder request(int port, String body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
        .header("content-type", "application/json")
        .POST(BodyPublishers.ofString(body));
  }

  private static Fate ofWhole(String body, String words) {
    try {
      JsonNode choice = JSON.readTree(body).path("choices").path(0);
      if (choice.isMissingNode() || choice.path("finish_reason").isNull()) {
        return Fate.LOST;
      }
      return choice.at("/message/content").asText().equals(words) ? Fate.WHOLE : Fate.ALTERED;
    } catch (JsonProcessingException e) {
      return Fate.LOST;
    }
  }

  /** What comes before an error or the end of the connection is no answer: its caller sees that. */
  private static Fate ofStream(String body, String words) {
    StringBuilder text = new StringBuilder();
    boolean finished = false;
    boolean done = false;
    for (String line : body.split("\n")) {
      if (!line.startsWith("data:")) {
        continue;
      }
      String data = line.substring("data:".length()).strip();
      if (data.equals("[DONE]")) {
        done = true;
        break;
      }
      try {
        JsonNode event = JSON.readTree(data);
        if (event.has("error")) {
          return Fate.LOST;
        }
        JsonNode choice = event.path("choices").path(0);
        text.append(choice.at("/delta/content").asText(""));
        finished |= choice.path("finish_reason").isTextual();
      } catch (JsonProcessingException e) {
        return Fate.LOST; // Clients throw at it.
      }
    }
    if (!finished && !done) {
      return Fate.LOST;
    }
    return text.toString().equals(words) ? Fate.WHOLE : Fate.ALTERED;
  }

  /** Holds that a gateway answers as long as nothing fails. */
  static void requireWhole(Answered answered, String who) throws IOException {
    if (answered.fate() != Fate.WHOLE) {
      throw new IOException(who + " does not answer while nothing fails: " + answered.fate());
    }
  }
}
