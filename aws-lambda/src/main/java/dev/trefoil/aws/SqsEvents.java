package dev.trefoil.aws;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.job.QueueMessage;
import dev.trefoil.store.Queues;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Batches of SQS, answered with the messages that are to come back (ReportBatchItemFailures). They
 * are handled at the same time, but for those of one message group of a FIFO queue: one after the
 * other, and none after the first that failed, so that they keep their order.
 *
 * <p>"Using Lambda with Amazon SQS" would have all that follow a failure come back, of whatever
 * group. SQS promises an order within a group only, and delivers nothing of a group of which it has
 * a message that is not deleted; AWS's own Powertools skip a group likewise (skipGroupOnError).
 */
final class SqsEvents {
  private static final System.Logger LOG = System.getLogger(SqsEvents.class.getName());

  /** What it may take to say when a message is to come back. */
  private static final Duration HIDING = Duration.ofSeconds(10);

  private final MessageHandler handler;
  private final Queues queues;
  private final URI anyQueue;

  /**
   * @param anyQueue the URL of a queue, whose host has the others as well
   */
  SqsEvents(MessageHandler handler, Queues queues, URI anyQueue) {
    this.handler = handler;
    this.queues = queues;
    this.anyQueue = anyQueue;
  }

  /**
   * A message of a batch.
   *
   * @param group within which the order counts; empty for a message of a standard queue, which may
   *     have a group too, for fairness only
   */
  private record Delivery(
      QueueMessage message, String receiptHandle, String queueArn, Optional<String> group) {}

  /**
   * Handles a batch and gives the response that Lambda's event source mapping reads.
   *
   * @throws IllegalArgumentException for an event that is not a batch of SQS
   */
  SQSBatchResponse handle(SQSEvent event, Deadline deadline) {
    List<BatchItemFailure> failures = new ArrayList<>();
    for (Delivery delivery : toComeBack(read(event), deadline)) {
      failures.add(new BatchItemFailure(delivery.message().id()));
    }
    return new SQSBatchResponse(failures);
  }

  private List<Delivery> toComeBack(List<Delivery> batch, Deadline deadline) {
    List<Delivery> back = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Delivery>>> all =
          groups(batch).stream()
              .map(group -> threads.submit(() -> inOrder(group, deadline)))
              .toList();
      for (Future<List<Delivery>> group : all) {
        back.addAll(group.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a message's handler threw", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the invocation was interrupted", e);
    }
    return back;
  }

  /** A message without a group is one. */
  private static Collection<List<Delivery>> groups(List<Delivery> batch) {
    Map<String, List<Delivery>> groups = new LinkedHashMap<>();
    for (Delivery one : batch) {
      String key =
          one.group().map(group -> "group " + group).orElse("message " + one.message().id());
      groups.computeIfAbsent(key, first -> new ArrayList<>()).add(one);
    }
    return groups.values();
  }

  private List<Delivery> inOrder(List<Delivery> group, Deadline deadline) {
    for (int i = 0; i < group.size(); i++) {
      if (!isDone(group.get(i), deadline)) {
        return group.subList(i, group.size());
      }
    }
    return List.of();
  }

  /** Whether the message is not to come back. */
  private boolean isDone(Delivery delivery, Deadline deadline) {
    Outcome outcome;
    try {
      outcome = handler.handle(delivery.message(), deadline);
    } catch (RuntimeException | Error e) {
      // An Error too: thrown on, it would bring the messages beside it back as well.
      LOG.log(Level.ERROR, "message " + delivery.message().id() + " failed unexpectedly", e);
      return false;
    }
    return switch (outcome) {
      case Ack ack -> true;
      case Reject(String reason) -> {
        LOG.log(Level.WARNING, "message " + delivery.message().id() + " rejected: " + reason);
        yield true;
      }
      case Retry retry -> {
        hide(delivery, retry);
        yield false;
      }
    };
  }

  /** Without it, the message comes back when the queue's own visibility timeout is over. */
  private void hide(Delivery delivery, Retry retry) {
    try {
      Received message =
          new Received(
              url(delivery.queueArn()),
              delivery.message().id(),
              delivery.message().body(),
              Optional.empty(),
              delivery.receiptHandle());
      var unused = queues.extend(message, retry.after(), Deadline.after(HIDING));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "message " + delivery.message().id() + " comes back at its own time: " + e.getMessage());
    }
  }

  /** {@code arn:aws:sqs:region:account:name}. */
  private String url(String arn) {
    String[] parts = arn.split(":", -1);
    return anyQueue.resolve("/" + parts[4] + "/" + parts[5]).toString();
  }

  private static List<Delivery> read(SQSEvent event) {
    if (event == null || event.getRecords() == null) {
      throw new IllegalArgumentException("the event is not a batch of SQS: it has no Records");
    }
    return event.getRecords().stream().map(SqsEvents::read).toList();
  }

  private static Delivery read(SQSMessage record) {
    String queue = given(record.getEventSourceArn(), "eventSourceARN");
    return new Delivery(
        new QueueMessage(
            given(record.getMessageId(), "messageId"), given(record.getBody(), "body")),
        given(record.getReceiptHandle(), "receiptHandle"),
        queue,
        queue.endsWith(".fifo") ? Optional.of(group(record)) : Optional.empty());
  }

  private static String group(SQSMessage record) {
    return Optional.ofNullable(record.getAttributes())
        .map(attributes -> attributes.get("MessageGroupId"))
        .orElse("");
  }

  /** The library leaves what an event lacks null. */
  private static String given(String value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(
          "the event is not a batch of SQS: a record has no " + name);
    }
    return value;
  }
}
