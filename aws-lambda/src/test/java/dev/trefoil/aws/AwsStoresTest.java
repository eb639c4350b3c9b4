package dev.trefoil.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.job.NoSuchBlobException;
import dev.trefoil.job.StoreException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What is not there is named, and nothing but that is taken for it. */
class AwsStoresTest {
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
    DynamoDbRecords records = new DynamoDbRecords(calls("dynamodb"), endpoint, "trefoil-jobs");
    answers(
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\","
            + "\"message\":\"Requested resource not found\"}");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> records.find("job_1"))
        .withMessageContaining("for the table trefoil-jobs: ")
        .withMessageContaining("ResourceNotFoundException");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> records.create("job_1", "{}", Instant.EPOCH))
        .withMessageContaining("for the table trefoil-jobs: ");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> records.replace("job_1", "{}", Instant.EPOCH, "1"))
        .withMessageContaining("for the table trefoil-jobs: ");
  }

  /** Source: "Error responses" of the S3 API Reference. */
  @Test
  void aBucketThatIsNotThereIsNamedAndIsNoBlobThatIsNotThere() {
    S3Blobs blobs = new S3Blobs(calls("s3"), endpoint, "my-bucket");
    answers(404, "<Error><Code>NoSuchBucket</Code></Error>");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> blobs.get("job_1/request"))
        .isNotInstanceOf(NoSuchBlobException.class)
        .withMessageContaining("/my-bucket/job_1/request: ")
        .withMessageContaining("NoSuchBucket");
    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> blobs.put("job_1/request", new byte[1]))
        .withMessageContaining("/my-bucket/job_1/request: ");

    answers(404, "<Error><Code>NoSuchKey</Code><Key>job_1/request</Key></Error>");
    assertThatExceptionOfType(NoSuchBlobException.class)
        .isThrownBy(() -> blobs.get("job_1/request"))
        .withMessageContaining("/my-bucket/job_1/request");
  }

  /** Source: "SendMessage" of the SQS API Reference. */
  @Test
  void aQueueThatIsNotThereIsNamed() {
    SqsQueues queues = new SqsQueues(calls("sqs"));
    answers(400, "{\"__type\":\"com.amazonaws.sqs#QueueDoesNotExist\"}");

    assertThatExceptionOfType(StoreException.class)
        .isThrownBy(() -> queues.send(endpoint + "/123456789012/jobs", "{}", Duration.ZERO))
        .withMessageContaining("for the queue " + endpoint + "/123456789012/jobs: ");
  }

  @Test
  void aConditionThatDoesNotHoldIsNoFailure() throws StoreException {
    DynamoDbRecords records = new DynamoDbRecords(calls("dynamodb"), endpoint, "trefoil-jobs");
    answers(
        400,
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","
            + "\"message\":\"The conditional request failed\"}");

    assertThat(records.create("job_1", "{}", Instant.EPOCH)).isEmpty();
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
