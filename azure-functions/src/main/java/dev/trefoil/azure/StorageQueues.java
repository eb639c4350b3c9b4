package dev.trefoil.azure;

import dev.trefoil.job.QueueSender;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * Queues of Queue storage, named by their URLs; texts in base64, as the queue trigger reads them.
 */
final class StorageQueues implements QueueSender {
  /** Seven days is the service's own limit. */
  private static final Duration LONGEST_DELAY = Duration.ofDays(6);

  private final StorageCalls calls;

  StorageQueues(StorageCalls calls) {
    this.calls = calls;
  }

  @Override
  public void send(String queue, String body, Duration delay) throws StoreException {
    String text = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
    Duration hidden = delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    HttpResponse<byte[]> response =
        calls.send(
            "queue",
            "POST",
            queue + "/messages?visibilitytimeout=" + hidden.plusMillis(999).toSeconds(),
            Map.of("content-type", "application/xml"),
            ("<QueueMessage><MessageText>" + text + "</MessageText></QueueMessage>")
                .getBytes(StandardCharsets.UTF_8));
    if (response.statusCode() != 201) {
      throw StoreHttp.refusal("queue", "the queue " + queue, response);
    }
  }
}
