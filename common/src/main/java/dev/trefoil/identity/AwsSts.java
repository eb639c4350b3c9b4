package dev.trefoil.identity;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/**
 * AWS's token service of a region: makes tokens for other clouds, and takes theirs. A client is
 * built for each exchange, about one an hour, so that no connection outlives a snapshot.
 */
final class AwsSts {
  private static final Duration ATTEMPT = Duration.ofSeconds(3);
  private static final Duration CALL = Duration.ofSeconds(7);
  private static final int ATTEMPTS = 2;

  /** Enough for one exchange; a token that is shown once needs no longer life. */
  private static final int TOKEN_SECONDS = 300;

  /** Entra takes no other. */
  private static final String ALGORITHM = "RS256";

  private final String region;
  private final String at;
  private final Clock clock;

  /**
   * @param env where {@code AWS_ENDPOINT_URL_STS} may name another endpoint; the SDK reads it too
   */
  AwsSts(String region, Map<String, String> env, Clock clock) {
    this.region = region;
    this.at =
        " at " + env.getOrDefault("AWS_ENDPOINT_URL_STS", AwsEndpoint.of("sts", region).toString());
    this.clock = clock;
  }

  /** A token that says who we are on AWS, made out to {@code audience}. */
  String webIdentityToken(AwsCredentials own, String audience) throws StepException {
    return call(
        "GetWebIdentityToken for audience " + audience + at,
        "",
        StaticCredentialsProvider.create(own),
        sts ->
            sts.getWebIdentityToken(
                    r ->
                        r.audience(audience)
                            .signingAlgorithm(ALGORITHM)
                            .durationSeconds(TOKEN_SECONDS))
                .webIdentityToken());
  }

  /**
   * Keys of a role, for a token of another cloud. The call is not signed: the token is all it has.
   *
   * @param session what AWS's logs call us
   */
  IssuedToken<AwsCredentials> assumeRole(String roleArn, String token, String session)
      throws StepException {
    Credentials keys =
        call(
            "AssumeRoleWithWebIdentity for " + roleArn + at,
            token,
            AnonymousCredentialsProvider.create(),
            sts ->
                sts.assumeRoleWithWebIdentity(
                        r -> r.roleArn(roleArn).roleSessionName(session).webIdentityToken(token))
                    .credentials());
    return IssuedToken.until(
        keys.expiration(),
        AwsSessionCredentials.builder()
            .accessKeyId(keys.accessKeyId())
            .secretAccessKey(keys.secretAccessKey())
            .sessionToken(keys.sessionToken())
            .expirationTime(keys.expiration())
            .build(),
        clock);
  }

  private <A> A call(
      String step, String shown, AwsCredentialsProvider credentials, Function<StsClient, A> call)
      throws StepException {
    try (SdkHttpClient http =
            AwsCrtHttpClient.builder()
                .connectionTimeout(ATTEMPT)
                // By the JVM's own properties, as everything else here; not by HTTPS_PROXY.
                .proxyConfiguration(proxy -> proxy.useEnvironmentVariableValues(false))
                .build();
        StsClient sts =
            StsClient.builder()
                .httpClient(http)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .overrideConfiguration(
                    c ->
                        c.apiCallAttemptTimeout(ATTEMPT)
                            .apiCallTimeout(CALL)
                            .retryStrategy(
                                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                    .maxAttempts(ATTEMPTS)
                                    .build()))
                .build()) {
      return call.apply(sts);
    } catch (SdkException e) {
      throw StepException.presenting(shown, step, words(e));
    }
  }

  /** {@code InvalidIdentityToken: Incorrect token audience}. */
  private static String words(SdkException e) {
    return e instanceof AwsServiceException service && service.awsErrorDetails() != null
        ? service.awsErrorDetails().errorCode() + ": " + service.awsErrorDetails().errorMessage()
        : String.valueOf(e.getMessage());
  }
}
