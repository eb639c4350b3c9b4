package dev.trefoil.gcp;

import dev.trefoil.job.QueueSender;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Topics of Pub/Sub, {@code projects/…/topics/…}; it delivers at once, whatever delay is asked. */
final class PubSubQueues implements QueueSender {
  private final GoogleCalls calls;

  PubSubQueues(GoogleCalls calls) {
    this.calls = calls;
  }

  @Override
  public void send(String queue, String body, Duration delay) throws StoreException {
    String request =
        Json.object(
            json -> {
              json.writeArrayFieldStart("messages");
              json.writeStartObject();
              json.writeFieldName("data");
              json.writeBinary(body.getBytes(StandardCharsets.UTF_8));
              json.writeEndObject();
              json.writeEndArray();
            });
    HttpResponse<byte[]> response =
        calls.send(
            "POST",
            "v1/" + queue + ":publish",
            "application/json",
            request.getBytes(StandardCharsets.UTF_8));
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("pubsub", "the topic " + queue, response);
    }
  }
}
