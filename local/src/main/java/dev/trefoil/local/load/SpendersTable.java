// The table that spenders count in: in our DynamoDB, or in one that somebody else emulates.
package dev.trefoil.local.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.dynamodb.DynamoDbEmulator;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A table of DynamoDB that is there until this is closed. */
public final class SpendersTable implements AutoCloseable {
  static final String REGION = "us-east-1";

  private static final String KEY = "spender";
  private static final String SECRET = "of-a-budget";

  private final String place;
  private final URI endpoint;
  private final String name = "trefoil-load-" + UUID.randomUUID();
  private final Optional<DynamoDbEmulator> own;

  private SpendersTable(String place, URI endpoint, Optional<DynamoDbEmulator> own) {
    this.place = place;
    this.endpoint = endpoint;
    this.own = own;
  }

  /** In DynamoDB as we play it. */
  public static SpendersTable emulated() throws IOException {
    DynamoDbEmulator emulator =
        DynamoDbEmulator.start(AwsKeyring.of(KEY, SECRET), Clock.systemUTC());
    SpendersTable table = new SpendersTable("dynamodb", emulator.endpoint(), Optional.of(emulator));
    emulator.call("CreateTable", new ObjectMapper().readTree(table.description()));
    return table;
  }

  /**
   * In what somebody else plays it by, which checks no signatures.
   *
   * @throws IOException when it is not there, or does not make the table
   */
  public static SpendersTable at(URI endpoint) throws IOException, InterruptedException {
    SpendersTable table = new SpendersTable(endpoint.toString(), endpoint, Optional.empty());
    table.call("CreateTable", table.description());
    return table;
  }

  private String description() {
    return """
        {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
        """
        .formatted(name);
  }

  private void call(String operation, String body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(endpoint.resolve("/"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(30))
                    .header("content-type", "application/x-amz-json-1.0")
                    .header("x-amz-target", "DynamoDB_20120810." + operation)
                    .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=%s/20260101/%s/dynamodb/aws4_request,"
                                .formatted(KEY, REGION)
                            + " SignedHeaders=host, Signature=0")
                    .POST(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s answers %s with %d: %s"
              .formatted(endpoint, operation, response.statusCode(), response.body()));
    }
  }

  /** Its name, as the configuration says it. */
  String name() {
    return name;
  }

  /** By what a process finds it and may use it. */
  Map<String, String> environment() {
    return Map.of(
        "AWS_REGION",
        REGION,
        "AWS_ACCESS_KEY_ID",
        KEY,
        "AWS_SECRET_ACCESS_KEY",
        SECRET,
        "AWS_ENDPOINT_URL_DYNAMODB",
        endpoint.toString());
  }

  /** Where it is, for people. */
  @Override
  public String toString() {
    return place;
  }

  @Override
  public void close() throws IOException {
    if (own.isPresent()) {
      own.get().close();
      return;
    }
    try {
      call("DeleteTable", "{\"TableName\": \"%s\"}".formatted(name));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
