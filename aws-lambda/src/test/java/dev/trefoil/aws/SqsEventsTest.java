package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.sun.net.httpserver.HttpServer;
import dev.trefoil.chat.Deadline;
import dev.trefoil.job.MessageHandler;
import dev.trefoil.job.Outcome;
import dev.trefoil.job.Outcome.Ack;
import dev.trefoil.job.Outcome.Reject;
import dev.trefoil.job.Outcome.Retry;
import dev.trefoil.store.StorePlaces;
import dev.trefoil.store.aws.AwsStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * Batches as Lambda's event source mapping sends them, and a queue that records what it is told.
 */
@Timeout(60)
class SqsEventsTest {
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
  private HttpServer queue;

  @BeforeEach
  void start() throws IOException {
    queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    queue.createContext(
        "/",
        exchange -> {
          told.add(
              exchange.getRequestHeaders().getFirst("x-amz-target")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write("{}".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    queue.start();
  }

  @AfterEach
  void end() {
    queue.stop(0);
  }

  @Test
  void onlyWhatIsToComeBackIsNamed() {
    String answer =
        handle(
            "jobs",
            Map.of(
                "ok",
                new Ack(),
                "bad",
                new Reject("no"),
                "busy",
                new Retry(Duration.ofSeconds(17))),
            "ok",
            "busy",
            "bad");

    assertThat(answer).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"id-busy\"}]}");
  }

  @Test
  void aRetrysTimeBecomesTheMessagesVisibility() {
    handle("jobs", Map.of("busy", new Retry(Duration.ofMillis(16_500))), "busy");

    assertThat(told)
        .containsExactly(
            "AmazonSQS.ChangeMessageVisibility {\"QueueUrl\":\""
                + url("jobs")
                + "\",\"ReceiptHandle\":\"receipt-busy\",\"VisibilityTimeout\":17}");
  }

  @ParameterizedTest
  @CsvSource({"jobs, a1, b1", "jobs, a1, a2", "jobs.fifo, a1, b1"})
  void whatHasNoOrderIsHandledAtTheSameTime(String queue, String one, String other) {
    CyclicBarrier both = new CyclicBarrier(2);

    SQSBatchResponse answer =
        events(
                (message, deadline) -> {
                  try {
                    both.await();
                  } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                  }
                  return new Ack();
                })
            .handle(event(queue, one, other), deadline());

    assertThat(RuntimeJson.write(answer)).isEqualTo("{\"batchItemFailures\":[]}");
  }

  @Test
  void aGroupOfAFifoQueueStopsAtTheFirstThatComesBack() {
    String answer =
        handle(
            "jobs.fifo",
            Map.of("a1", new Ack(), "a2", new Retry(Duration.ofSeconds(1)), "a3", new Ack()),
            "a1",
            "a2",
            "a3");

    assertThat(handled).containsExactly("a1", "a2");
    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"id-a2\"},{\"itemIdentifier\":\"id-a3\"}]}");
  }

  @Test
  void theGroupsOfAFifoQueueAreIndependent() {
    String answer =
        handle(
            "jobs.fifo",
            Map.of(
                "a1", new Ack(),
                "b1", new Retry(Duration.ofSeconds(1)),
                "a2", new Ack(),
                "b2", new Ack(),
                "c1", new Ack()),
            "a1",
            "b1",
            "a2",
            "b2",
            "c1");

    assertThat(handled).containsExactlyInAnyOrder("a1", "b1", "a2", "c1");
    assertThat(handled).containsSubsequence("a1", "a2");
    assertThat(answer)
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"id-b1\"},{\"itemIdentifier\":\"id-b2\"}]}");
  }

  @Test
  void aHandlerThatThrowsFailsItsMessageAlone() {
    SQSBatchResponse answer =
        events(
                (message, deadline) -> {
                  if (message.body().equals("b")) {
                    throw new IllegalStateException("a bug");
                  }
                  if (message.body().equals("c")) {
                    throw new NoClassDefFoundError("no/such/Name");
                  }
                  return new Ack();
                })
            .handle(event("jobs", "a", "b", "c"), deadline());

    assertThat(RuntimeJson.write(answer))
        .isEqualTo(
            "{\"batchItemFailures\":[{\"itemIdentifier\":\"id-b\"},{\"itemIdentifier\":\"id-c\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"messageId", "body", "receiptHandle", "eventSourceARN"})
  void aRecordThatLacksWhatItMustHaveFailsTheInvocation(String field) {
    String event = RuntimeJson.file("sqs-fifo.json").replace("\"" + field + "\"", "\"other\"");

    assertThatThrownBy(
            () ->
                events((message, deadline) -> new Ack())
                    .handle(RuntimeJson.read(SQSEvent.class, event), deadline()))
        .hasMessage("the event is not a batch of SQS: a record has no " + field);
  }

  @Test
  void anEventThatIsNoBatchFailsTheInvocation() {
    assertThatThrownBy(
            () ->
                events((message, deadline) -> new Ack())
                    .handle(RuntimeJson.read(SQSEvent.class, "{\"a\":1}"), deadline()))
        .hasMessage("the event is not a batch of SQS: it has no Records");
  }

  private String handle(String name, Map<String, Outcome> outcomes, String... bodies) {
    SQSBatchResponse answer =
        events(
                (message, deadline) -> {
                  handled.add(message.body());
                  return outcomes.get(message.body());
                })
            .handle(event(name, bodies), deadline());
    return RuntimeJson.write(answer);
  }

  private SqsEvents events(MessageHandler handler) {
    return new SqsEvents(
        handler,
        AwsStore.open(
                new StorePlaces("jobs", Optional.empty(), "blobs"),
                region ->
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")),
                Map.of())
            .queues(),
        URI.create(url("jobs")));
  }

  private String url(String name) {
    return "http://127.0.0.1:" + queue.getAddress().getPort() + "/123456789012/" + name;
  }

  /**
   * Source: "Using Lambda with Amazon SQS", the example event. A message's group is its first
   * letter.
   */
  private static SQSEvent event(String queue, String... bodies) {
    List<String> records = new ArrayList<>();
    for (String body : bodies) {
      records.add(
          """
          {"messageId": "id-%s", "receiptHandle": "receipt-%s", "body": "%s",
           "attributes": {"ApproximateReceiveCount": "1", "MessageGroupId": "%s",
                          "SequenceNumber": "18849496460467696128"},
           "messageAttributes": {}, "md5OfBody": "", "eventSource": "aws:sqs",
           "eventSourceARN": "arn:aws:sqs:us-east-1:123456789012:%s", "awsRegion": "us-east-1"}\
          """
              .formatted(body, body, body, body.charAt(0), queue));
    }
    return RuntimeJson.read(SQSEvent.class, "{\"Records\": [" + String.join(",", records) + "]}");
  }

  private static Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}
