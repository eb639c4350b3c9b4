// Lambda's event source mapping for SQS: polls, invokes, and deletes what has not failed.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.local.aws.LambdaHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * Brings a queue's messages to a function, with ReportBatchItemFailures. Of a standard queue as
 * many batches are under way as the function has processes; of a FIFO queue one.
 */
public final class SqsMapping implements AutoCloseable {
  private static final int WAIT_SECONDS = 1;

  private final AwsQueues queues;
  private final String queue;
  private final LambdaHost function;
  private final Semaphore free;
  private final Thread poller;
  private volatile boolean closed;

  private SqsMapping(AwsQueues queues, String queue, LambdaHost function, int batches) {
    this.queues = queues;
    this.queue = queue;
    this.function = function;
    this.free = new Semaphore(batches);
    this.poller = Thread.ofVirtual().name("poll " + queue).unstarted(this::poll);
  }

  /**
   * Begins to poll.
   *
   * @param batches how many may be under way at once
   */
  public static SqsMapping start(AwsQueues queues, String queue, LambdaHost function, int batches) {
    SqsMapping mapping = new SqsMapping(queues, queue, function, batches);
    mapping.poller.start();
    return mapping;
  }

  private void poll() {
    try {
      while (!closed) {
        free.acquire();
        JsonNode messages = receive();
        if (messages.isEmpty()) {
          free.release();
        } else {
          function
              .invoke(event(messages).toString().getBytes(StandardCharsets.UTF_8))
              .thenAcceptAsync(answer -> settle(messages, answer), Thread::startVirtualThread);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode receive() throws InterruptedException {
    try {
      return queues.receive(queue, WAIT_SECONDS);
    } catch (IOException e) {
      if (!closed) {
        System.err.println("the queue " + queue + " cannot be polled: " + e.getMessage());
        Thread.sleep(1000L * WAIT_SECONDS);
      }
      return RestCall.JSON.createArrayNode();
    }
  }

  /** Source: "Using Lambda with Amazon SQS", the example event. */
  private ObjectNode event(JsonNode messages) {
    ObjectNode event = RestCall.JSON.createObjectNode();
    ArrayNode records = event.putArray("Records");
    for (JsonNode message : messages) {
      ObjectNode record = records.addObject();
      record.put("messageId", message.path("MessageId").asText());
      record.put("receiptHandle", message.path("ReceiptHandle").asText());
      record.put("body", message.path("Body").asText());
      record.set("attributes", message.path("Attributes"));
      record.putObject("messageAttributes");
      record.put("md5OfBody", message.path("MD5OfBody").asText());
      record.put("eventSource", "aws:sqs");
      record.put("eventSourceARN", "arn:aws:sqs:us-east-1:" + AwsQueues.ACCOUNT + ":" + queue);
      record.put("awsRegion", "us-east-1");
    }
    return event;
  }

  /** A function that failed, or answers what is not its list, has failed with all messages. */
  private void settle(JsonNode messages, Optional<byte[]> answer) {
    try {
      if (answer.isPresent()) {
        Set<String> failed = new HashSet<>();
        for (JsonNode item : RestCall.JSON.readTree(answer.get()).path("batchItemFailures")) {
          failed.add(item.path("itemIdentifier").asText());
        }
        for (JsonNode message : messages) {
          if (!failed.contains(message.path("MessageId").asText())) {
            queues.delete(queue, message.path("ReceiptHandle").asText());
          }
        }
      }
    } catch (IOException e) {
      if (!closed) {
        System.err.println("a batch of " + queue + " comes back: " + e.getMessage());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    closed = true;
    poller.interrupt();
  }
}
