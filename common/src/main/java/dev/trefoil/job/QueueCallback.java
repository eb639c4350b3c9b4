package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.json.Json;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/** A queue that is told {@code {"id", "status"}}. */
final class QueueCallback implements CallbackTarget {
  private final Queues queues;
  private final String queue;

  QueueCallback(Queues queues, String queue) {
    this.queues = queues;
    this.queue = queue;
  }

  @Override
  public Optional<String> wrong(Optional<String> token) {
    return token.map(any -> "is not for a callback that is a queue");
  }

  @Override
  public void tell(Job job, Optional<String> token, Deadline deadline) throws StoreException {
    String word =
        Json.object(
            json -> {
              json.writeStringField("id", job.id());
              json.writeStringField("status", JobView.status(job));
              if (job.terms().trace().isPresent()) {
                json.writeStringField(Traceparent.NAME, job.terms().trace().get().text());
              }
            });
    queues.send(queue, word, Duration.ZERO, deadline);
  }
}
