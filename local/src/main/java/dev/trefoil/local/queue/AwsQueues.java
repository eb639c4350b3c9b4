// AWS: ElasticMQ in a process of its own; DynamoDB and S3 are ours.
package dev.trefoil.local.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.dynamodb.DynamoDbEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.local.child.Child;
import dev.trefoil.local.child.ChildLogs;
import dev.trefoil.local.child.ChildSpec;
import dev.trefoil.local.child.ClassPaths;
import dev.trefoil.local.host.Readiness;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
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
  private static final String ORDERED_TABLE = "trefoil-ordered";

  private final Child child;
  private final DynamoDbEmulator dynamoDb;
  private final int sqsPort;
  private final String objects;
  private final Duration visibility;
  private final RestCall calls = RestCall.plain();

  private AwsQueues(
      Child child, DynamoDbEmulator dynamoDb, int sqsPort, String objects, Duration visibility) {
    this.child = child;
    this.dynamoDb = dynamoDb;
    this.sqsPort = sqsPort;
    this.objects = objects;
    this.visibility = visibility;
  }

  /**
   * Starts them.
   *
   * @param classes what the module aws-emulators was compiled to
   * @param libraries what it needs
   * @param keyring the keys that may sign for DynamoDB, and what they may do there
   * @param objects the URL of S3
   * @param visibility the queues' visibility timeout
   */
  public static AwsQueues start(
      Path classes,
      Path libraries,
      AwsKeyring keyring,
      String objects,
      Duration visibility,
      ChildLogs logs)
      throws IOException {
    int sqsPort = FreePort.pick();
    List<Path> classPath = new ArrayList<>(List.of(classes));
    classPath.addAll(ClassPaths.jarsIn(libraries));
    ChildSpec spec =
        new ChildSpec(
            "aws-emulators",
            logs.folder(),
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            classPath,
            List.of(MAIN, String.valueOf(sqsPort)),
            Map.of());
    Child child = Child.start(spec, logs);
    DynamoDbEmulator dynamoDb = DynamoDbEmulator.start(keyring, Clock.systemUTC());
    return new AwsQueues(child, dynamoDb, sqsPort, objects, visibility);
  }

  @Override
  public String cloud() {
    return "aws";
  }

  @Override
  public Map<String, Object> places() {
    return Map.of(
        "queue",
        url("jobs"),
        "deadLetters",
        url("dead"),
        "table",
        TABLE,
        "orderedTable",
        ORDERED_TABLE,
        "blobs",
        "trefoil-jobs",
        "callbacks",
        Map.of("done", url("done")));
  }

  @Override
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL_DYNAMODB",
        dynamoDb.endpoint().toString(),
        "AWS_ENDPOINT_URL_S3",
        objects);
  }

  @Override
  public void awaitReady() throws IOException, InterruptedException {
    Readiness.awaitListening(child, sqsPort);
    makeTable(
        TABLE,
        """
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]\
        """);
    makeTable(
        ORDERED_TABLE,
        """
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"},
                                 {"AttributeName": "sortKey", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"},
                      {"AttributeName": "sortKey", "KeyType": "RANGE"}]\
        """);
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

  /** As template.yaml has it. */
  private void makeTable(String table, String keys) throws IOException {
    dynamoDb.call(
        "CreateTable",
        RestCall.JSON.readTree(
            "{\"TableName\":\"%s\",\"BillingMode\":\"PAY_PER_REQUEST\",%s}"
                .formatted(table, keys)));
    dynamoDb.call(
        "UpdateTimeToLive",
        RestCall.JSON.readTree(
            """
            {"TableName": "%s",
             "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": true}}\
            """
                .formatted(table)));
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
  public void standStill(boolean still) throws IOException, InterruptedException {
    child.stop(still);
    if (still) {
      dynamoDb.controls().fault(Fault.always(new Failure.Silent()));
    } else {
      dynamoDb.controls().clearFault();
    }
  }

  @Override
  public void close() {
    dynamoDb.close();
    child.close();
  }
}
