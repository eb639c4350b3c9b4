package dev.trefoil.store.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.NoBlob;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What is not there is named, and nothing but that is taken for it. */
class AwsStoresTest {
  private static final RecordKey KEY = RecordKey.of("job_1");
  private static final Deadline SOON = Deadline.after(Duration.ofMinutes(5));

  private int status;
  private String answer = "";
  private final HttpServer aws =
      HttpServer.start(
          0,
          (request, exchange) ->
              exchange.send(status, new Headers(), answer.getBytes(StandardCharsets.UTF_8)));
  private final URI endpoint = URI.create("http://127.0.0.1:" + aws.port());

  @AfterEach
  void stop() {
    aws.close();
  }

  /** Source: "GetItem" and "PutItem" of the DynamoDB API Reference. */
  @Test
  void aTableThatIsNotThereIsNamed() {
    DynamoDbRecords records =
        new DynamoDbRecords(calls("dynamodb"), endpoint, "trefoil-jobs", Optional.empty());
    answers(
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
            + "\"message\":\"Requested resource not found\"}");

    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> records.get(KEY, SOON))
        .withMessageContaining("for the table trefoil-jobs: ")
        .withMessageContaining("ResourceNotFoundException");
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> records.create(KEY, "{}", Instant.EPOCH, SOON))
        .withMessageContaining("for the table trefoil-jobs: ");
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> records.replace(KEY, "{}", Instant.EPOCH, "1", SOON))
        .withMessageContaining("for the table trefoil-jobs: ");
  }

  /** Source: "Error responses" of the S3 API Reference. */
  @Test
  void aBucketThatIsNotThereIsNamedAndIsNoBlobThatIsNotThere() {
    S3Blobs blobs = new S3Blobs(calls("s3"), endpoint, "my-bucket");
    answers(404, "<Error><Code>NoSuchBucket</Code></Error>");

    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining("/my-bucket/job_1/request: ")
        .withMessageContaining("NoSuchBucket");
    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> blobs.put("job_1/request", new byte[1], SOON))
        .withMessageContaining("/my-bucket/job_1/request: ");

    answers(404, "<Error><Code>NoSuchKey</Code><Key>job_1/request</Key></Error>");
    assertThatExceptionOfType(NoBlob.class)
        .isThrownBy(() -> blobs.get("job_1/request", SOON))
        .withMessageContaining("/my-bucket/job_1/request");
  }

  /** Source: "SendMessage" of the SQS API Reference. */
  @Test
  void aQueueThatIsNotThereIsNamed() {
    SqsQueues queues = new SqsQueues(calls("sqs"));
    answers(400, "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}");

    assertThatExceptionOfType(Absent.class)
        .isThrownBy(() -> queues.send(endpoint + "/123456789012/jobs", "{}", Duration.ZERO, SOON))
        .withMessageContaining("for the queue " + endpoint + "/123456789012/jobs: ");
  }

  @Test
  void aConditionThatDoesNotHoldIsNoFailure() throws StoreException {
    DynamoDbRecords records =
        new DynamoDbRecords(calls("dynamodb"), endpoint, "trefoil-jobs", Optional.empty());
    answers(
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
            + "\"message\":\"The conditional request failed\"}");

    assertThat(records.create(KEY, "{}", Instant.EPOCH, SOON)).isEmpty();
  }

  private void answers(int code, String body) {
    status = code;
    answer = body;
  }

  private static SignedCalls calls(String service) {
    return new SignedCalls(
        service,
        "us-east-1",
        StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")));
  }
}
