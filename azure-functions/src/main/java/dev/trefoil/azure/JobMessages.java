package dev.trefoil.azure;

import com.fasterxml.jackson.jr.stree.JrsArray;
import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import dev.trefoil.json.Json;
import dev.trefoil.store.Digest;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;

/** Queue messages, from what the host says of them to what it is told in the end. */
final class JobMessages {
  private static final System.Logger LOG = System.getLogger(JobMessages.class.getName());

  /** How long a message is worked on; what is kept of the platform's time is to store a result. */
  private static final Duration MOST = Duration.ofSeconds(290);

  private static final Duration KEPT = Duration.ofSeconds(10);

  private JobMessages() {}

  /**
   * A message by an id that is its own and the same on every delivery. The host gives the members
   * of a body that is a JSON object in the place of what it knows of the message under the same
   * names, whatever their case (Azure/azure-webjobs-sdk-extensions#882; ApplyBindingData of
   * azure-functions-host): then the sender could choose the id. One is made of the body and the
   * moment instead.
   *
   * @param name of the id among what the host says
   * @param id what it says under that name
   * @param moment of the message's arrival in the queue, in the host's own words
   */
  static QueueMessage of(String body, String name, String id, String moment) {
    return new QueueMessage(
        isOverwritten(name, body) ? "body-" + Digest.of(moment + "\n" + body) : id, body);
  }

  /** Whether the host could have taken a value from the body; it reads more than strict JSON. */
  private static boolean isOverwritten(String name, String body) {
    String text = body.strip();
    if (!text.startsWith("{") || !text.endsWith("}")) {
      return false;
    }
    JrsObject members;
    try {
      members = Json.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return true;
    }
    for (Iterator<String> names = members.fieldNames(); names.hasNext(); ) {
      String member = names.next();
      JrsValue value = members.get(member);
      if (member.equalsIgnoreCase(name) && !value.isNull() && !(value instanceof JrsArray)) {
        return true;
      }
    }
    return false;
  }

  /** Handles one for the app, from what the host says of it, see {@link #of}. */
  static void handle(String body, String name, String id, String moment) {
    AzureApp app = AzureApp.RUNNING;
    handle(
        app.runtime().requireJobs().delaying(),
        of(body, name, id, moment),
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
