package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import java.lang.System.Logger.Level;

/**
 * For platforms whose functions cannot say when a message is to come back: puts it on the queue
 * again, hidden for that time, and lets the delivered one go.
 */
final class OwnDelay implements MessageHandler {
  private static final System.Logger LOG = System.getLogger(OwnDelay.class.getName());

  private final MessageHandler handler;
  private final QueueSender queues;
  private final String queue;

  OwnDelay(MessageHandler handler, QueueSender queues, String queue) {
    this.handler = handler;
    this.queues = queues;
    this.queue = queue;
  }

  @Override
  public Outcome handle(QueueMessage message, Deadline deadline) {
    Outcome outcome = handler.handle(message, deadline);
    return switch (outcome) {
      case Ack ack -> ack;
      case Reject reject -> reject;
      case Retry retry -> sendAgain(message, retry);
    };
  }

  private Outcome sendAgain(QueueMessage message, Retry retry) {
    try {
      queues.send(queue, Envelope.again(message), retry.after());
      return new Ack();
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "message " + message.id() + " comes back at the platform's time: " + e.getMessage());
      return retry;
    }
  }
}
