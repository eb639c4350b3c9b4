package dev.trefoil.aws;

import dev.trefoil.identity.AwsEndpoint;
import dev.trefoil.identity.Identity;
import dev.trefoil.job.JobBackend;
import dev.trefoil.job.JobSettings;
import dev.trefoil.runtime.JobBackends;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * DynamoDB, S3 and SQS, called with the function's role in its own region. The SDK's own variables
 * {@code AWS_ENDPOINT_URL_DYNAMODB} and {@code AWS_ENDPOINT_URL_S3} lead elsewhere; a queue's URL
 * says where it is.
 */
final class AwsJobs {
  private final Map<String, String> env;
  private final String region;
  private final AwsCredentialsProvider credentials;

  private AwsJobs(Map<String, String> env, Identity identity) {
    this.env = env;
    this.region = env.getOrDefault("AWS_REGION", "us-east-1");
    this.credentials = identity.aws(region);
  }

  static JobBackends in(Map<String, String> env) {
    return (settings, identity) -> new AwsJobs(env, identity).open(settings);
  }

  static SqsQueues queues(Map<String, String> env, Identity identity) {
    return new AwsJobs(env, identity).queues();
  }

  private JobBackend open(JobSettings settings) {
    return new JobBackend(
        new DynamoDbRecords(calls("dynamodb"), endpoint("dynamodb"), settings.table()),
        new S3Blobs(calls("s3"), endpoint("s3"), settings.blobs()),
        queues());
  }

  private SqsQueues queues() {
    return new SqsQueues(calls("sqs"));
  }

  private SignedCalls calls(String service) {
    return new SignedCalls(service, region, credentials);
  }

  private URI endpoint(String service) {
    String own = env.getOrDefault("AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT), "");
    return own.isEmpty() ? AwsEndpoint.of(service, region) : URI.create(own);
  }
}
