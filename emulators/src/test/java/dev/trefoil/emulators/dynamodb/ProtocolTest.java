package dev.trefoil.emulators.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.JournalEntry;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.MovingClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.Crc32MismatchException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** What lies around the operations: the protocol, signatures, rights, faults. */
class ProtocolTest {
  private static final Map<String, String> LIST =
      Map.of(
          "content-type",
          "application/x-amz-json-1.0",
          "x-amz-target",
          "DynamoDB_20120810.ListTables");

  private final Clock clock = Clock.systemUTC();
  private final DynamoDbEmulator emulator = DynamoDbEmulator.start(Clients.KEYRING, clock);
  private final URI endpoint = emulator.endpoint();
  private final DynamoDbClient client = Clients.sdk(endpoint);

  @AfterEach
  void close() {
    client.close();
    emulator.close();
  }

  private HttpResponse<String> post(String service, Map<String, String> headers, String body) {
    return Clients.post(endpoint, clock, service, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAnswerHasItsChecksumAndAnId() {
    HttpResponse<String> response = post("dynamodb", LIST, "{}");
    CRC32 checksum = new CRC32();
    checksum.update(response.body().getBytes(StandardCharsets.UTF_8));
    assertThat(response.body()).isEqualTo("{\"TableNames\":[]}");
    assertThat(response.headers().firstValue("x-amz-crc32"))
        .hasValue(Long.toString(checksum.getValue()));
    assertThat(response.headers().firstValue("content-type"))
        .hasValue("application/x-amz-json-1.0");
    assertThat(response.headers().firstValue("x-amzn-requestid").orElseThrow())
        .matches("[0-9A-Z]{52}");
    assertThat(client.listTables().responseMetadata().requestId()).matches("[0-9A-Z]{52}");
  }

  @Test
  void aRequestThatCannotBeReadIsRefused() {
    assertThat(Clients.refusal(post("dynamodb", LIST, "{")))
        .isEqualTo("400 com.amazon.coral.service#SerializationException ");
    assertThat(Clients.refusal(post("dynamodb", LIST, "")))
        .isEqualTo("400 com.amazon.coral.service#SerializationException ");
    assertThat(Clients.refusal(post("dynamodb", LIST, "[]")))
        .startsWith("400 com.amazon.coral.service#SerializationException ");
    assertThat(
            Clients.refusal(
                Clients.post(endpoint, clock, "TransactWriteItems", "{'TransactItems':[]}")))
        .isEqualTo("400 com.amazon.coral.service#UnknownOperationException ");
    assertThat(Clients.refusal(post("dynamodb", Map.of("content-type", "application/json"), "{}")))
        .isEqualTo("400 com.amazon.coral.service#UnknownOperationException ");
    assertThat(post("dynamodb", LIST, " ".repeat(DynamoDbEmulator.REQUEST_LIMIT + 1)).statusCode())
        .isEqualTo(413);
  }

  @Test
  void aSignatureHasToBeThereAndForThisService() {
    HttpRequest.Builder unsigned =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofString("{}"));
    LIST.forEach(unsigned::header);
    assertThat(Clients.refusal(Clients.send(unsigned.build())))
        .startsWith("400 com.amazon.coral.service#MissingAuthenticationTokenException ");
    assertThat(Clients.refusal(post("sqs", LIST, "{}")))
        .isEqualTo(
            "400 com.amazon.coral.service#InvalidSignatureException Credential should be scoped to"
                + " correct service: 'dynamodb'.");
    MovingClock early = new MovingClock();
    early.advance(Duration.ofDays(-1));
    assertThat(Clients.refusal(Clients.post(endpoint, early, "ListTables", "{}")))
        .startsWith("400 com.amazon.coral.service#InvalidSignatureException Signature expired");
    assertThat(emulator.counts()).isEmpty();
  }

  @Test
  void aPrincipalDoesWhatItMayAndNoMore() {
    AwsKeyring keyring =
        new AwsKeyring() {
          @Override
          public Optional<AwsCredentials> find(String id) {
            return Clients.KEYRING.find(id);
          }

          @Override
          public boolean allows(String principal, String action) {
            return action.equals("dynamodb:ListTables");
          }
        };
    try (DynamoDbEmulator narrow = DynamoDbEmulator.start(keyring, clock)) {
      assertThat(Clients.post(narrow.endpoint(), clock, "ListTables", "{}").statusCode())
          .isEqualTo(200);
      assertThat(
              Clients.refusal(
                  Clients.post(narrow.endpoint(), clock, "DescribeTable", "{'TableName':'jobs'}")))
          .isEqualTo(
              "400 com.amazon.coral.service#AccessDeniedException User:"
                  + " arn:aws:iam::123456789012:user/trefoil-test is not authorized to perform:"
                  + " dynamodb:DescribeTable on resource:"
                  + " arn:aws:dynamodb:us-east-1:123456789012:table/jobs because no identity-based"
                  + " policy allows the dynamodb:DescribeTable action");
    }
  }

  @Test
  void faultsLookLikeTheServices() {
    strike(new Failure.Throttle(OptionalInt.empty()));
    assertThatExceptionOfType(ProvisionedThroughputExceededException.class)
        .isThrownBy(client::listTables)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.isThrottlingException()).isTrue();
            });
    strike(new Failure.Outage());
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(client::listTables)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(503));
    strike(
        new Failure.NativeError(
            500,
            Optional.of(
                Json.of("{'__type':'com.amazonaws.dynamodb.v20120810#InternalServerError'}"))));
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(client::listTables)
        .satisfies(
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InternalServerError"));
    strike(new Failure.Reset());
    assertThatThrownBy(client::listTables).isInstanceOf(SdkClientException.class);
    strike(new Failure.Cut(0));
    assertThatThrownBy(client::listTables).isInstanceOf(SdkClientException.class);
    assertThat(client.listTables().tableNames()).isEmpty();
  }

  /** Half an answer under the checksum of the whole: only the SDK's check of that can notice. */
  @Test
  void theSdkChecksTheChecksum() {
    strike(new Failure.Malformed());
    assertThatThrownBy(client::listTables).isInstanceOf(Crc32MismatchException.class);
  }

  private void strike(Failure failure) {
    emulator.controls().fault(Fault.next(1, failure));
  }

  @Test
  void failuresOfModelsAndTokensCannotBefallIt() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> strike(new Failure.ContextLength()))
        .withMessage("kind: 'context_length' cannot befall a store service");
  }

  @Test
  void requestsAreCountedAndJournalledWithoutCredentials() {
    client.listTables();
    client.listTables();
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> client.describeTable(r -> r.tableName("absent")));
    assertThat(emulator.counts()).isEqualTo(Map.of("ListTables", 2L, "DescribeTable", 1L));
    JournalEntry last = emulator.controls().journal().getLast();
    assertThat(last.body()).isEqualTo(Json.of("{'TableName':'absent'}"));
    assertThat(last.headers()).containsKey("x-amz-target").doesNotContainKey("authorization");
    assertThat(last.principal()).isEqualTo("arn:aws:iam::123456789012:user/trefoil-test");
  }

  @Test
  void itSaysThatItIsHealthy() {
    HttpResponse<String> response = Clients.send(HttpRequest.newBuilder(endpoint).build());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("healthy: dynamodb.us-east-1.amazonaws.com ");
  }
}
