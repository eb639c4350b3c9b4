package dev.trefoil.identity;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * An identity that opens nothing, for services that are only played: it goes the ways of a real
 * one, and fetches from no one.
 */
public final class RehearsalIdentity {
  private static final String NAME = "nobody";
  private static final Duration LASTING = Duration.ofHours(1);

  private final TokenCache cache = TokenCache.inThreads();
  private final Clock clock = Clock.systemUTC();

  /** For Bedrock. */
  public AwsCredentialsProvider aws() {
    return new CachedAwsCredentials(awsKeys());
  }

  /** For what Amazon Bedrock offers beside its own API. */
  public RequestSigner awsSigner(String region, String service) {
    return new AwsRequestSigner(awsKeys(), region, service);
  }

  private CachedToken<AwsCredentials> awsKeys() {
    AwsCredentials keys = AwsBasicCredentials.create(NAME, NAME);
    return cache.slot(key("aws"), () -> issued(keys));
  }

  /** For services that take a header. */
  public Authorization header() {
    return cache.slot(key("header"), () -> issued(NAME))::await;
  }

  private <T> IssuedToken<T> issued(T value) {
    return IssuedToken.lasting(LASTING, LASTING, value, clock);
  }

  private static TokenKey key(String what) {
    return new TokenKey(NAME, what, "");
  }
}
