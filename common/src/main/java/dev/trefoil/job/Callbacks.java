package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Traceparent;
import dev.trefoil.job.Jobs.Held;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.json.Json;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells the queue that a job names that it has ended: at least once. */
final class Callbacks {
  private final Jobs jobs;
  private final Queues queues;
  private final Map<String, String> byName;

  Callbacks(Jobs jobs, Queues queues, Map<String, String> byName) {
    this.jobs = jobs;
    this.queues = queues;
    this.byName = byName;
  }

  boolean knows(String name) {
    return byName.containsKey(name);
  }

  /** Sends {@code {"id", "status"}} unless that has been done, and lets the message go. */
  Outcome tell(Held ended, Deadline deadline) throws StoreException {
    Job job = ended.job();
    Optional<String> queue = job.callback().map(byName::get);
    if (queue.isPresent() && !job.told()) {
      String word =
          Json.object(
              json -> {
                json.writeStringField("id", job.id());
                json.writeStringField("status", job.state().name().toLowerCase(Locale.ROOT));
                if (job.terms().trace().isPresent()) {
                  json.writeStringField(Traceparent.NAME, job.terms().trace().get().text());
                }
              });
      queues.send(queue.get(), word, Duration.ZERO, deadline);
      // Whoever was quicker has told it as well.
      var unused = jobs.change(ended, job.afterTelling(), deadline);
    }
    return new Ack();
  }
}
