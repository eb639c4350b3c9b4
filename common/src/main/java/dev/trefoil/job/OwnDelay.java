package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.store.Digest;
import dev.trefoil.store.Queues;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * For platforms whose functions cannot say when a message is to come back: puts it on the queue
 * again, hidden for that time, and lets the delivered one go.
 */
final class OwnDelay implements MessageHandler {
  private static final System.Logger LOG = System.getLogger(OwnDelay.class.getName());

  /** What it may take, beyond the time of the call itself. */
  private static final Duration SENDING = Duration.ofSeconds(10);

  private final MessageHandler handler;
  private final Jobs jobs;
  private final Queues queues;
  private final String queue;

  OwnDelay(MessageHandler handler, Jobs jobs, Queues queues, String queue) {
    this.handler = handler;
    this.jobs = jobs;
    this.queues = queues;
    this.queue = queue;
  }

  @Override
  public Outcome handle(QueueMessage message, Deadline deadline) {
    Outcome outcome = handler.handle(message, deadline);
    return switch (outcome) {
      case Ack ack -> ack;
      case Reject reject -> reject;
      case Retry retry -> sendAgain(message, retry, Deadline.after(SENDING));
    };
  }

  private Outcome sendAgain(QueueMessage message, Retry retry, Deadline deadline) {
    try {
      queues.send(queue, again(message, deadline), retry.after(), deadline);
      return new Ack();
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "message " + message.id() + " comes back at the platform's time: " + e.getMessage());
      return retry;
    }
  }

  /**
   * The message that takes the place of one and goes by the same job: only its id, where the store
   * has the rest, since this queue need not have room for what another one has brought.
   */
  private String again(QueueMessage message, Deadline deadline) {
    try {
      Envelope envelope = Envelope.read(message.body());
      String id = envelope.jobId(message);
      return isStored(envelope, id, deadline)
          ? Envelope.naming(id, envelope.trace())
          : envelope.under(id);
    } catch (IOException | StoreException e) {
      // It is to be a dead letter, which could not be sent, or a newer version is to read it.
      return message.body();
    }
  }

  private boolean isStored(Envelope envelope, String id, Deadline deadline) {
    if (envelope.body().isEmpty()) {
      return true;
    }
    String digest = Digest.of(envelope.body().get());
    try {
      // Another request under the same id is still to be refused, with all that it says.
      return jobs.find(id, deadline).filter(held -> held.job().digest().equals(digest)).isPresent();
    } catch (StoreException e) {
      return false;
    }
  }
}
