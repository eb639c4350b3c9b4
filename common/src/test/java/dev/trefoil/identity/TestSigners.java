package dev.trefoil.identity;

import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Signers by keys that nobody has to fetch. */
public final class TestSigners {
  private TestSigners() {}

  /** Of a lasting key, in us-east-1. */
  public static RequestSigner aws(String keyId, String secret, String service) {
    return aws(AwsBasicCredentials.create(keyId, secret), service);
  }

  static RequestSigner aws(AwsCredentials keys, String service) {
    Duration lasting = Duration.ofHours(1);
    return new AwsRequestSigner(
        TokenCache.inThreads()
            .slot(
                new TokenKey("test", "aws", ""),
                () -> IssuedToken.lasting(lasting, lasting, keys, Clock.systemUTC())),
        "us-east-1",
        service);
  }
}
