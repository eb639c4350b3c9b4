package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Digest;
import dev.trefoil.store.Queues;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Puts messages that will never succeed where a person finds them, with the reason. */
final class DeadLetters {
  private static final int FORMAT = 1;

  private final Queues queues;
  private final BlobStore blobs;
  private final String queue;

  DeadLetters(Queues queues, BlobStore blobs, String queue) {
    this.queues = queues;
    this.blobs = blobs;
    this.queue = queue;
  }

  /**
   * Sends {@code {"reason", "messageId", "message", "format"}}; a message too long for it lies in a
   * blob.
   */
  void send(QueueMessage message, String reason, Deadline deadline) throws StoreException {
    String letter = letter(message, reason, "message", message.body());
    if (letter.getBytes(StandardCharsets.UTF_8).length > Queues.MAX_BODY) {
      String name = "dead-letters/" + Digest.of(message.id());
      blobs.put(name, message.body().getBytes(StandardCharsets.UTF_8), deadline);
      letter = letter(message, reason, "messageBlob", name);
    }
    queues.send(queue, letter, Duration.ZERO, deadline);
  }

  private static String letter(QueueMessage message, String reason, String field, String body) {
    return Json.object(
        json -> {
          json.writeStringField("reason", reason);
          json.writeStringField("messageId", message.id());
          json.writeStringField(field, body);
          RecordFormat.write(json, FORMAT);
        });
  }
}
