// AWS: DynamoDB Local and ElasticMQ in a process of their own; S3 is ours.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.host.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The emulated SQS, DynamoDB and S3. */
public final class AwsQueues implements CloudQueues {
  /** The account that ElasticMQ plays. */
  static final String ACCOUNT = "000000000000";

  private static final String MAIN = "dev.trefoil.awsemulators.Main";
  private static final String TABLE = "trefoil-jobs";

  private final Child child;
  private final int dynamoPort;
  private final int sqsPort;
  private final String objects;
  private final Duration visibility;
  private final RestCall calls = RestCall.plain();

  private AwsQueues(Child child, int dynamoPort, int sqsPort, String objects, Duration visibility) {
    this.child = child;
    this.dynamoPort = dynamoPort;
    this.sqsPort = sqsPort;
    this.objects = objects;
    this.visibility = visibility;
  }

  /**
   * Starts the process.
   *
   * @param classes what the module aws-emulators was compiled to
   * @param libraries what it needs, native libraries among them
   * @param objects the URL of S3
   * @param visibility the queues' visibility timeout
   */
  public static AwsQueues start(
      Path classes, Path libraries, String objects, Duration visibility, ChildLogs logs)
      throws IOException {
    int dynamoPort = FreePort.pick();
    int sqsPort = FreePort.pick();
    List<Path> classPath = new ArrayList<>(List.of(classes));
    classPath.addAll(ClassPaths.jarsIn(libraries));
    ChildSpec spec =
        new ChildSpec(
            "aws-emulators",
            logs.folder(),
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Dsqlite4java.library.path=" + libraries.toAbsolutePath()),
            classPath,
            List.of(MAIN, String.valueOf(dynamoPort), String.valueOf(sqsPort)),
            Map.of());
    return new AwsQueues(Child.start(spec, logs), dynamoPort, sqsPort, objects, visibility);
  }

  @Override
  public String cloud() {
    return "aws";
  }

  @Override
  public Map<String, Object> places() {
    return Map.of(
        "queue", url("jobs"),
        "deadLetters", url("dead"),
        "table", TABLE,
        "blobs", "trefoil-jobs",
        "callbacks", Map.of("done", url("done")));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_DYNAMODB",
        "http://127.0.0.1:" + dynamoPort,
        "AWS_ENDPOINT_URL_S3",
        objects);
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    Readiness.awaitListening(child, dynamoPort);
    Readiness.awaitListening(child, sqsPort);
    calls.json(
        "POST",
        "http://127.0.0.1:" + dynamoPort,
        // Any signature will do, but one there has to be.
        Map.of(
            "content-type", "application/x-amz-json-1.0",
            "x-amz-target", "DynamoDB_20120810.CreateTable",
            "authorization",
                "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=0"),
        """
        {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}\
        """
            .formatted(TABLE));
    String seconds = String.valueOf(visibility.toSeconds());
    for (String queue : List.of("jobs", "dead", "done")) {
      sqs(
          "CreateQueue",
          "{\"QueueName\":\"%s\",\"Attributes\":{\"VisibilityTimeout\":\"%s\"}}"
              .formatted(queue, seconds));
    }
    sqs(
        "CreateQueue",
        ("{\"QueueName\":\"jobs.fifo\",\"Attributes\":{\"VisibilityTimeout\":\"%s\","
                + "\"FifoQueue\":\"true\",\"ContentBasedDeduplication\":\"true\"}}")
            .formatted(seconds));
  }

  String url(String queue) {
    return "http://127.0.0.1:" + sqsPort + "/" + ACCOUNT + "/" + queue;
  }

  /** Calls an operation of SQS. */
  JsonNode sqs(String operation, String body) throws IOException, InterruptedException {
    return calls.json(
        "POST",
        "http://127.0.0.1:" + sqsPort + "/",
        Map.of(
            "content-type", "application/x-amz-json-1.0", "x-amz-target", "AmazonSQS." + operation),
        body);
  }

  /** Up to ten messages of a queue, with their attributes; waits for some seconds. */
  JsonNode receive(String queue, int waitSeconds) throws IOException, InterruptedException {
    return sqs(
            "ReceiveMessage",
            RestCall.JSON
                .createObjectNode()
                .put("QueueUrl", url(queue))
                .put("MaxNumberOfMessages", 10)
                .put("WaitTimeSeconds", waitSeconds)
                .set("AttributeNames", RestCall.JSON.createArrayNode().add("All"))
                .toString())
        .path("Messages");
  }

  void delete(String queue, String receiptHandle) throws IOException, InterruptedException {
    sqs(
        "DeleteMessage",
        RestCall.JSON
            .createObjectNode()
            .put("QueueUrl", url(queue))
            .put("ReceiptHandle", receiptHandle)
            .toString());
  }

  @Override
  public List<String> drain(String queue) throws IOException, InterruptedException {
    List<String> bodies = new ArrayList<>();
    for (JsonNode batch = receive(queue, 0); !batch.isEmpty(); batch = receive(queue, 0)) {
      for (JsonNode message : batch) {
        bodies.add(message.path("Body").asText());
        delete(queue, message.path("ReceiptHandle").asText());
      }
    }
    return bodies;
  }

  @Override
  public void send(String queue, String body) throws IOException, InterruptedException {
    var message =
        RestCall.JSON.createObjectNode().put("QueueUrl", url(queue)).put("MessageBody", body);
    if (queue.endsWith(".fifo")) {
      message.put("MessageGroupId", "one");
    }
    sqs("SendMessage", message.toString());
  }

  @Override
  public void close() {
    child.close();
  }
}
