// Eventarc's part: a topic's push becomes the CloudEvent that a function gets.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import dev.trefoil.local.http.Exchanges;
import dev.trefoil.local.http.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Takes pushes, calls the function, and answers the push as the function answered. */
public final class Eventarc implements AutoCloseable {
  /** Pub/Sub's messages end at 10 MB, in base64. */
  private static final int MAX_BODY = 16 * 1024 * 1024;

  private final LoopbackServer server;
  private final String function;
  private final RestCall calls = RestCall.plain();

  private Eventarc(String function) throws IOException {
    this.function = function;
    this.server = LoopbackServer.start(0, this::answer);
  }

  /**
   * Starts it and has the topic of jobs pushed to it.
   *
   * @param port of the function
   */
  public static Eventarc start(GcpQueues queues, int port)
      throws IOException, InterruptedException {
    Eventarc eventarc = new Eventarc("http://127.0.0.1:" + port + "/");
    try {
      queues.pushTo("http://127.0.0.1:" + eventarc.server.port() + "/");
    } catch (IOException | InterruptedException e) {
      eventarc.close();
      throw e;
    }
    return eventarc;
  }

  /** Source: "google.events.cloud.pubsub.v1.MessagePublishedData", in binary content mode. */
  private void answer(HttpExchange exchange) throws IOException {
    Optional<byte[]> push = Exchanges.body(exchange, MAX_BODY);
    if (push.isEmpty()) {
      Exchanges.send(exchange, 413, new byte[0]);
      return;
    }
    JsonNode body = RestCall.JSON.readTree(push.get());
    int status;
    try {
      status =
          calls
              .send(
                  "POST",
                  function,
                  Map.of(
                      "ce-specversion", "1.0",
                      "ce-type", "google.cloud.pubsub.topic.v1.messagePublished",
                      "ce-source", "//pubsub.googleapis.com/" + GcpQueues.topic("jobs"),
                      "ce-id", body.at("/message/messageId").asText(),
                      "content-type", "application/json"),
                  new String(push.get(), StandardCharsets.UTF_8))
              .statusCode();
    } catch (IOException e) {
      // The function's process has ended; another takes its place.
      status = 503;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = 503;
    }
    Exchanges.send(exchange, status, new byte[0]);
  }

  @Override
  public void close() {
    server.close();
  }
}
