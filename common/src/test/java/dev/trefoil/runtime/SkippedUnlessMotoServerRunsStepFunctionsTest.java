package dev.trefoil.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.openai.OpenAiEmulator;
import dev.trefoil.job.Outcome;
import dev.trefoil.job.QueueMessage;
import dev.trefoil.moto.MotoServer;
import dev.trefoil.policy.Cloud;
import dev.trefoil.store.MemoryStore;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A state machine that waits for a job, executed by moto_server, which others wrote: it puts the
 * job on its SQS by itself, and goes on by what the worker tells it. It knows no JSONata, which the
 * state machine under workflows/ is written in; tasks and tokens are the same.
 */
@Timeout(180)
class SkippedUnlessMotoServerRunsStepFunctionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static MotoServer moto;

  private final OpenAiEmulator model = OpenAiEmulator.start("own", "k");

  @BeforeAll
  static void start() throws Exception {
    moto = MotoServer.inManyThreads();
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    if (moto != null) {
      moto.close();
    }
  }

  /** It copies a state machine with all that has run, and fails where something has. */
  @BeforeEach
  void reset() throws Exception {
    motoApi("reset", "");
    motoApi("config", "{\"stepfunctions\": {\"execute_state_machine\": true}}");
  }

  private static void motoApi(String path, String body) throws Exception {
    CLIENT.send(
        HttpRequest.newBuilder(moto.url().resolve("/moto-api/" + path))
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.discarding());
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aStateThatWaitsForAJobGoesOnWithItsAnswer() throws Exception {
    String queue = sqs("CreateQueue", "{\"QueueName\":\"jobs\"}").path("QueueUrl").asText();
    String execution = execute(queue, "chat");

    assertThat(work(queue)).isEqualTo(new Outcome.Ack());

    JsonNode ended = ended(execution);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("SUCCEEDED");
    JsonNode told = JSON.readTree(ended.path("output").asText());
    assertThat(told.path("id").asText()).isEqualTo("file-7");
    assertThat(told.at("/answer/choices/0/message/content").asText()).contains("Say hello");
    assertThat(model.controls().journal()).hasSize(1);
  }

  @Test
  void aStateThatWaitsForAJobThatFailsFailsByItsName() throws Exception {
    String queue = sqs("CreateQueue", "{\"QueueName\":\"failing\"}").path("QueueUrl").asText();
    String execution = execute(queue, "nobody");

    assertThat(work(queue)).isInstanceOf(Outcome.Reject.class);

    JsonNode ended = ended(execution);
    assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("FAILED");
    assertThat(ended.path("error").asText()).isEqualTo("Trefoil.JobFailed");
    assertThat(model.controls().journal()).isEmpty();
  }

  private static String execute(String queue, String route) throws Exception {
    String definition =
        """
        {"StartAt": "Summarise", "States": {"Summarise": {
          "Type": "Task", "End": true, "TimeoutSeconds": 170,
          "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          "Parameters": {
            "QueueUrl": "%s",
            "MessageBody": {
              "id": "file-7", "callback": "steps", "callbackToken.$": "$$.Task.Token",
              "request": {"model": "%s", "messages": [{"role": "user", "content": "Say hello"}]}
            }}}}}
        """
            .formatted(queue, route);
    String machine =
        states(
                "CreateStateMachine",
                JSON.writeValueAsString(
                    Map.of(
                        "name",
                        "waits-" + route,
                        "definition",
                        definition,
                        "roleArn",
                        "arn:aws:iam::123456789012:role/states")))
            .path("stateMachineArn")
            .asText();
    return states(
            "StartExecution",
            JSON.writeValueAsString(Map.of("stateMachineArn", machine, "name", "of-" + route)))
        .path("executionArn")
        .asText();
  }

  /** Takes the message that the state machine sends, as the queue's function does. */
  private Outcome work(String queue) throws Exception {
    JsonNode message;
    do {
      message =
          sqs(
                  "ReceiveMessage",
                  JSON.writeValueAsString(Map.of("QueueUrl", queue, "WaitTimeSeconds", 1)))
              .path("Messages")
              .path(0);
    } while (message.isMissingNode());
    MemoryStore memory = new MemoryStore(InstantSource.system());
    String config =
        """
        services: {own: {kind: openai, endpoint: "%s", keyFrom: "env:OWN_KEY"}}
        routes: {chat: {targets: [own/gpt-5.2]}}
        auth: none
        jobs:
          aws:
            queue: %s
            deadLetters: dead
            table: jobs
            blobs: blobs
            callbacks:
              steps: {kind: stepFunctions, region: us-east-1}
        """
            .formatted(model.endpoint(), queue);
    try (TrefoilRuntime runtime =
        TrefoilRuntime.start(
            Cloud.AWS,
            Map.of(
                "TREFOIL_CONFIG",
                config,
                "OWN_KEY",
                "k",
                "AWS_ENDPOINT_URL_SFN",
                moto.url().toString(),
                TrefoilRuntime.LOOPBACK,
                "true"),
            (places, identity) -> memory.store())) {
      return runtime
          .requireJobs()
          .messages()
          .handle(
              new QueueMessage(message.path("MessageId").asText(), message.path("Body").asText()),
              Deadline.after(Duration.ofSeconds(30)));
    }
  }

  private static JsonNode ended(String execution) throws Exception {
    JsonNode described;
    do {
      described =
          states("DescribeExecution", JSON.writeValueAsString(Map.of("executionArn", execution)));
    } while (described.path("status").asText().equals("RUNNING"));
    return described;
  }

  private static JsonNode states(String operation, String body) throws Exception {
    return call("states", "AWSStepFunctions." + operation, body);
  }

  private static JsonNode sqs(String operation, String body) throws Exception {
    return call("sqs", "AmazonSQS." + operation, body);
  }

  private static JsonNode call(String service, String target, String body) throws Exception {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(moto.url().resolve("/"))
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/"
                        + service
                        + "/aws4_request, SignedHeaders=host, Signature=0")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }
}
