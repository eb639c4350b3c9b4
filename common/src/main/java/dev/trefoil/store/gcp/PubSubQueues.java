package dev.trefoil.store.gcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.Bounds;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import dev.trefoil.store.StoreHttp;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Topics of Pub/Sub, {@code projects/…/topics/…}, which deliver at once, whatever delay is asked;
 * and subscriptions, {@code projects/…/subscriptions/…}, to receive from.
 */
final class PubSubQueues implements Queues {
  /** An acknowledgement deadline's own limit. */
  private static final Duration LONGEST_HIDDEN = Duration.ofMinutes(10);

  /** Longer than the service has been seen to wait; it does not say for how long it does. */
  private static final Duration LONGEST_PULL = Duration.ofMinutes(5);

  private final GoogleCalls calls;

  PubSubQueues(GoogleCalls calls) {
    this.calls = calls;
  }

  @Override
  public void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    Bounds.requireBody("pubsub", queue, body);
    var unused =
        call(
            queue,
            "publish",
            json -> {
              json.writeArrayFieldStart("messages");
              json.writeStartObject();
              json.writeFieldName("data");
              json.writeBinary(body.getBytes(StandardCharsets.UTF_8));
              json.writeEndObject();
              json.writeEndArray();
            },
            deadline);
  }

  /**
   * Pub/Sub waits for a message itself, for as long as it likes, and is not left before: it would
   * have given the next message to an answer that nobody reads. What it hides is the subscription's
   * to say, so that this is set right after.
   */
  @Override
  public List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    List<Received> received =
        messages(
            queue,
            call(
                queue,
                "pull",
                json -> {
                  json.writeNumberField("maxMessages", most);
                  json.writeBooleanField("returnImmediately", wait.isZero());
                },
                wait.isZero() ? Duration.ZERO : LONGEST_PULL,
                deadline));
    if (!received.isEmpty()) {
      hide(queue, received, hidden, deadline);
    }
    return received;
  }

  private static List<Received> messages(String queue, HttpResponse<byte[]> response)
      throws Unreadable {
    List<Received> received = new ArrayList<>();
    try {
      if (Json.read(response.body()).get("receivedMessages") instanceof JrsArray messages) {
        for (int i = 0; i < messages.size(); i++) {
          if (messages.get(i) instanceof JrsObject message) {
            received.add(message(queue, message));
          }
        }
      }
    } catch (IOException e) {
      throw new Unreadable("pubsub answers what cannot be read: " + e.getMessage(), e);
    }
    return received;
  }

  private static Received message(String queue, JrsObject message) throws IOException {
    String receipt = required(message, "ackId");
    String id = required(message, "message", "messageId");
    String data = Json.text(message, "message", "data").orElse("");
    try {
      byte[] bytes = Base64.getDecoder().decode(data);
      String body = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new Received(queue, id, body, Optional.empty(), receipt);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return new Received(queue, id, data, Optional.of("the message is not UTF-8"), receipt);
    }
  }

  private static String required(JrsObject message, String... path) throws IOException {
    return Json.text(message, path)
        .orElseThrow(() -> new IOException("a message without " + String.join(".", path)));
  }

  @Override
  public Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    hide(message.queue(), List.of(message), hidden, deadline);
    return message;
  }

  private void hide(String queue, List<Received> messages, Duration hidden, Deadline deadline)
      throws StoreException {
    Duration most = hidden.compareTo(LONGEST_HIDDEN) < 0 ? hidden : LONGEST_HIDDEN;
    var unused =
        call(
            queue,
            "modifyAckDeadline",
            json -> {
              receipts(json, messages);
              json.writeNumberField("ackDeadlineSeconds", most.plusMillis(999).toSeconds());
            },
            deadline);
  }

  @Override
  public void delete(Received message, Deadline deadline) throws StoreException {
    var unused =
        call(message.queue(), "acknowledge", json -> receipts(json, List.of(message)), deadline);
  }

  private static void receipts(JsonGenerator json, List<Received> messages) throws IOException {
    json.writeArrayFieldStart("ackIds");
    for (Received message : messages) {
      json.writeString(message.receipt());
    }
    json.writeEndArray();
  }

  private HttpResponse<byte[]> call(
      String queue, String method, Json.Members body, Deadline deadline) throws StoreException {
    return call(queue, method, body, Duration.ZERO, deadline);
  }

  private HttpResponse<byte[]> call(
      String queue, String method, Json.Members body, Duration wait, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        calls.send(
            "POST",
            "v1/" + queue + ":" + method,
            "application/json",
            Json.object(body).getBytes(StandardCharsets.UTF_8),
            wait,
            deadline);
    if (response.statusCode() != 200) {
      String what = queue.contains("/subscriptions/") ? "the subscription " : "the topic ";
      throw StoreHttp.refusal("pubsub", what + queue, GoogleCalls.WORDS, response);
    }
    return response;
  }
}
