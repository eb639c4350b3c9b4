package dev.trefoil.store.aws;

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
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queues of SQS, named by their URLs. */
final class SqsQueues implements Queues {
  private static final String SERVICE = "sqs";
  private static final String TARGET = "AmazonSQS.";

  /** Source: the errors of the operations in the SQS API Reference; status 400, or 403. */
  private static final StoreHttp.Words WORDS =
      new StoreHttp.Words(
          List.of("QueueDoesNotExist", "NonExistentQueue"),
          List.of("RequestThrottled", "ThrottlingException", "OverLimit"),
          List.of("Message must be shorter"));

  /** SQS's own limits. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /** 12 hours counted from the delivery, of which some have passed. */
  private static final Duration LONGEST_INVISIBLE = Duration.ofHours(11);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private final SignedCalls calls;

  SqsQueues(SignedCalls calls) {
    this.calls = calls;
  }

  /** In a FIFO queue each message is a group of its own: jobs wait for no other. */
  @Override
  public void send(String queue, String body, Duration delay, Deadline deadline)
      throws StoreException {
    Bounds.requireBody(SERVICE, queue, body);
    var unused =
        call(
            queue,
            "SendMessage",
            json -> {
              json.writeStringField("MessageBody", body);
              if (queue.endsWith(".fifo")) {
                String unique = UUID.randomUUID().toString();
                json.writeStringField("MessageGroupId", unique);
                json.writeStringField("MessageDeduplicationId", unique);
              } else if (delay.isPositive()) {
                json.writeNumberField("DelaySeconds", seconds(delay, LONGEST_DELAY));
              }
            },
            Duration.ZERO,
            deadline);
  }

  /**
   * One message at a time of a FIFO queue, where SQS keeps back the rest of its group until that
   * one is deleted or comes back: so the group keeps its order.
   */
  @Override
  public List<Received> receive(
      String queue, int most, Duration hidden, Duration wait, Deadline deadline)
      throws StoreException {
    HttpResponse<byte[]> response =
        call(
            queue,
            "ReceiveMessage",
            json -> {
              json.writeNumberField("MaxNumberOfMessages", queue.endsWith(".fifo") ? 1 : most);
              json.writeNumberField("VisibilityTimeout", seconds(hidden, LONGEST_INVISIBLE));
              json.writeNumberField("WaitTimeSeconds", seconds(wait, LONGEST_WAIT));
            },
            wait,
            deadline);
    try {
      List<Received> received = new ArrayList<>();
      if (Json.read(response.body()).get("Messages") instanceof JrsArray messages) {
        for (int i = 0; i < messages.size(); i++) {
          if (messages.get(i) instanceof JrsObject message) {
            received.add(
                new Received(
                    queue,
                    text(message, "MessageId"),
                    text(message, "Body"),
                    Optional.empty(),
                    text(message, "ReceiptHandle")));
          }
        }
      }
      return received;
    } catch (IOException e) {
      throw new Unreadable("sqs answers what cannot be read: " + e.getMessage(), e);
    }
  }

  private static String text(JrsObject message, String name) throws IOException {
    return Json.text(message, name).orElseThrow(() -> new IOException("a message without " + name));
  }

  @Override
  public Received extend(Received message, Duration hidden, Deadline deadline)
      throws StoreException {
    var unused =
        call(
            message.queue(),
            "ChangeMessageVisibility",
            json -> {
              json.writeStringField("ReceiptHandle", message.receipt());
              json.writeNumberField("VisibilityTimeout", seconds(hidden, LONGEST_INVISIBLE));
            },
            Duration.ZERO,
            deadline);
    return message;
  }

  @Override
  public void delete(Received message, Deadline deadline) throws StoreException {
    var unused =
        call(
            message.queue(),
            "DeleteMessage",
            json -> json.writeStringField("ReceiptHandle", message.receipt()),
            Duration.ZERO,
            deadline);
  }

  private HttpResponse<byte[]> call(
      String queue, String operation, Json.Members body, Duration wait, Deadline deadline)
      throws StoreException {
    String request =
        Json.object(
            json -> {
              json.writeStringField("QueueUrl", queue);
              body.write(json);
            });
    HttpResponse<byte[]> response =
        calls.json(URI.create(queue).resolve("/"), TARGET + operation, request, wait, deadline);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal(SERVICE, "the queue " + queue, WORDS, response);
    }
    return response;
  }

  private static long seconds(Duration time, Duration longest) {
    return time.compareTo(longest) > 0 ? longest.toSeconds() : time.plusMillis(999).toSeconds();
  }
}
