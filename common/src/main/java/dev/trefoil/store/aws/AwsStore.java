package dev.trefoil.store.aws;

import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.store.Store;
import dev.trefoil.store.StorePlaces;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * DynamoDB, S3 and SQS, called with the process's role in its own region. The SDK's own variables
 * {@code AWS_ENDPOINT_URL_DYNAMODB} and {@code AWS_ENDPOINT_URL_S3} lead elsewhere; a queue's URL
 * says where it is.
 */
public final class AwsStore {
  private final Map<String, String> env;
  private final String region;
  private final AwsCredentialsProvider credentials;

  private AwsStore(Map<String, String> env, String region, AwsCredentialsProvider credentials) {
    this.env = env;
    this.region = region;
    this.credentials = credentials;
  }

  /**
   * Opens it, without a connection.
   *
   * @param credentials those of a region
   */
  public static Store open(
      StorePlaces places,
      Function<String, AwsCredentialsProvider> credentials,
      Map<String, String> env) {
    String region = env.getOrDefault("AWS_REGION", "us-east-1");
    return new AwsStore(env, region, credentials.apply(region)).open(places);
  }

  private Store open(StorePlaces places) {
    return new Store(
        new DynamoDbRecords(
            calls("dynamodb"), endpoint("dynamodb"), places.table(), places.orderedTable()),
        new S3Blobs(calls("s3"), endpoint("s3"), places.blobs()),
        new SqsQueues(calls("sqs")));
  }

  private SignedCalls calls(String service) {
    return new SignedCalls(service, region, credentials);
  }

  private URI endpoint(String service) {
    String own = env.getOrDefault("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT), "");
    return own.isEmpty() ? AwsEndpoint.of(service, region) : URI.create(own);
  }
}
