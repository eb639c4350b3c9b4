// AWS's own client, in front of the emulated AWS STS.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.cloud.HostCloud;
import dev.trefoil.emulators.identity.TestIdentities;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

/** Clients by who they are. */
public final class Sts {

  private Sts() {}

  /** A client that does not sign. */
  public static StsClient unsigned(TestIdentities identities) {
    return client(identities, AnonymousCredentialsProvider.create());
  }

  /** A client that signs with the key that the container credentials endpoint gives now. */
  public static StsClient asFunction(TestIdentities identities) {
    return with(identities, functionKey(identities));
  }

  /** A client that signs with this key. */
  public static StsClient with(TestIdentities identities, AwsSessionCredentials key) {
    return client(identities, StaticCredentialsProvider.create(key));
  }

  /** The key that the container credentials endpoint gives now. */
  public static AwsSessionCredentials functionKey(TestIdentities identities) {
    Map<String, String> aws = identities.all().environment(HostCloud.AWS);
    var json =
        Json.node(
            identities
                .get(
                    aws.get("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
                    "Authorization",
                    aws.get("AWS_CONTAINER_AUTHORIZATION_TOKEN"))
                .body());
    return AwsSessionCredentials.create(
        json.path("AccessKeyId").asText(),
        json.path("SecretAccessKey").asText(),
        json.path("Token").asText());
  }

  /** A web token of the function's role. */
  public static String outboundToken(TestIdentities identities, String audience, String algorithm) {
    try (StsClient sts = asFunction(identities)) {
      return sts.getWebIdentityToken(r -> r.audience(audience).signingAlgorithm(algorithm))
          .webIdentityToken();
    }
  }

  private static StsClient client(TestIdentities identities, AwsCredentialsProvider provider) {
    return StsClient.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(identities.trust().awsSts())
        .credentialsProvider(provider)
        .httpClient(AwsCrtHttpClient.create())
        .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }
}
