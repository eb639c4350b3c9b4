package dev.trefoil.aws;

import dev.trefoil.job.QueueSender;
import dev.trefoil.job.StoreException;
import dev.trefoil.job.StoreHttp;
import dev.trefoil.json.Json;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/** Queues of SQS, named by their URLs. */
final class SqsQueues implements QueueSender {
  private static final String TARGET = "AmazonSQS.";

  /** SQS's own limits. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /** 12 hours counted from the delivery, of which some have passed. */
  private static final Duration LONGEST_INVISIBLE = Duration.ofHours(11);

  private final SignedCalls calls;

  SqsQueues(SignedCalls calls) {
    this.calls = calls;
  }

  /** In a FIFO queue each message is a group of its own: jobs wait for no other. */
  @Override
  public void send(String queue, String body, Duration delay) throws StoreException {
    call(
        queue,
        "SendMessage",
        Json.object(
            json -> {
              json.writeStringField("QueueUrl", queue);
              json.writeStringField("MessageBody", body);
              if (queue.endsWith(".fifo")) {
                String unique = UUID.randomUUID().toString();
                json.writeStringField("MessageGroupId", unique);
                json.writeStringField("MessageDeduplicationId", unique);
              } else if (delay.isPositive()) {
                json.writeNumberField("DelaySeconds", seconds(delay, LONGEST_DELAY));
              }
            }));
  }

  /** Has a delivered message come back after a time, neither sooner nor later. */
  void hide(String queue, String receiptHandle, Duration time) throws StoreException {
    call(
        queue,
        "ChangeMessageVisibility",
        Json.object(
            json -> {
              json.writeStringField("QueueUrl", queue);
              json.writeStringField("ReceiptHandle", receiptHandle);
              json.writeNumberField("VisibilityTimeout", seconds(time, LONGEST_INVISIBLE));
            }));
  }

  private void call(String queue, String operation, String body) throws StoreException {
    HttpResponse<byte[]> response =
        calls.json(URI.create(queue).resolve("/"), TARGET + operation, body);
    if (response.statusCode() != 200) {
      throw StoreHttp.refusal("sqs", "the queue " + queue, response);
    }
  }

  private static long seconds(Duration time, Duration longest) {
    return time.compareTo(longest) > 0 ? longest.toSeconds() : time.plusMillis(999).toSeconds();
  }
}
