package dev.trefoil.gcp;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.google.cloud.functions.CloudEventsFunction;
import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import dev.trefoil.json.Json;
import dev.trefoil.policy.Cloud;
import dev.trefoil.runtime.TrefoilRuntime;
import io.cloudevents.CloudEvent;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The job function: takes the CloudEvents that Eventarc makes of a topic's messages. It has to be
 * deployed with retry: a message comes back because this throws, at the time that the
 * subscription's retry policy says, which no function can change.
 */
public final class JobEvents implements CloudEventsFunction {
  private static final System.Logger LOG = System.getLogger(JobEvents.class.getName());

  /** What is kept back of the function's time, to store a result in. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  private final Duration time;
  private final MessageHandler handler;
  private final BooleanSupplier flush;

  /** Made by the framework before its server listens. */
  public JobEvents() {
    this(WarmRuntime.surroundings().time(), WarmRuntime.start(Cloud.GCP));
  }

  private JobEvents(Duration time, TrefoilRuntime runtime) {
    this(time, runtime.requireJobs().messages(), runtime::flush);
  }

  /**
   * One that sends no telemetry.
   *
   * @param time what the platform gives an event
   */
  JobEvents(Duration time, MessageHandler handler) {
    this(time, handler, () -> true);
  }

  private JobEvents(Duration time, MessageHandler handler, BooleanSupplier flush) {
    this.time = time;
    this.handler = handler;
    this.flush = flush;
    NoFaultException.keepOutOfTheLog();
  }

  /**
   * @throws IOException when the message is to come back
   */
  @Override
  public void accept(CloudEvent event) throws IOException {
    try {
      handle(message(event));
    } finally {
      var unused = flush.getAsBoolean();
    }
  }

  private void handle(QueueMessage message) throws IOException {
    switch (handler.handle(message, Deadline.after(time.minus(MARGIN)))) {
      case Ack ack -> {}
      case Reject(String reason) ->
          LOG.log(Level.WARNING, "message " + message.id() + " rejected: " + reason);
      case Retry(Duration after) -> {
        String wait =
            "message " + message.id() + " is to come back, best in " + after.toSeconds() + " s";
        LOG.log(Level.INFO, wait);
        throw new NoFaultException(wait);
      }
    }
  }

  /**
   * The event type {@code google.cloud.pubsub.topic.v1.messagePublished}. An event that is none of
   * it would be none the next time either: it is for the dead letters.
   */
  private static QueueMessage message(CloudEvent event) {
    if (event.getData() == null) {
      return new QueueMessage(event.getId(), "");
    }
    byte[] data = event.getData().toBytes();
    JrsObject json;
    try {
      json = Json.read(data);
    } catch (IOException e) {
      return flawed(event.getId(), data, "the event's data is not a JSON object");
    }
    String id = Json.text(json, "message", "messageId").orElse(event.getId());
    byte[] body;
    try {
      body = Base64.getDecoder().decode(Json.text(json, "message", "data").orElse(""));
    } catch (IllegalArgumentException e) {
      return flawed(id, data, "'message.data' of the event is not base64");
    }
    try {
      return new QueueMessage(
          id, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException e) {
      return flawed(id, data, "the message is not UTF-8");
    }
  }

  private static QueueMessage flawed(String id, byte[] data, String flaw) {
    return new QueueMessage(id, new String(data, StandardCharsets.UTF_8), Optional.of(flaw));
  }
}
