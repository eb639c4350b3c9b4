package dev.trefoil.azure;

import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Queue messages, from what the host says of them to what it is told in the end. */
final class JobMessages {
  private static final System.Logger LOG = System.getLogger(JobMessages.class.getName());

  /** How long a message is worked on; what is kept of the platform's time is to store a result. */
  private static final Duration MOST = Duration.ofSeconds(290);

  private static final Duration KEPT = Duration.ofSeconds(10);

  private JobMessages() {}

  /** Handles one for the app, from what the host says of it. */
  static void handle(String body, String id) {
    AzureApp app = AzureApp.RUNNING;
    handle(
        app.runtime().requireJobs().delaying(),
        new QueueMessage(id, body),
        app.timeout().within(MOST, KEPT));
  }

  /** Returning acknowledges the message, throwing brings it back. */
  static void handle(MessageHandler handler, QueueMessage message, Duration time) {
    switch (handler.handle(message, Deadline.after(time))) {
      case Ack ack -> {}
      case Reject(String reason) ->
          LOG.log(Level.WARNING, "message " + message.id() + " rejected: " + reason);
      case Retry retry ->
          throw new IllegalStateException("message " + message.id() + " is to come back");
    }
  }
}
