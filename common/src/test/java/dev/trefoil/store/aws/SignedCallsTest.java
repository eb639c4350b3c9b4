package dev.trefoil.store.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.StoreException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Links into S3. */
class SignedCallsTest {
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final URI OBJECT = URI.create("https://examplebucket.s3.amazonaws.com/test.txt");
  private static final Duration DAY = Duration.ofDays(1);

  /** Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters". */
  @Test
  void theDocumentedExampleIsSignedAsDocumented() throws StoreException {
    BlobLink link =
        presigned(
            AwsBasicCredentials.create(
                "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));

    assertThat(link.expires()).isEqualTo(NOW.plus(DAY));
    assertThat(link.uri().toString())
        .startsWith(OBJECT + "?")
        .contains(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256",
            "X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request",
            "X-Amz-Date=20130524T000000Z",
            "X-Amz-Expires=86400",
            "X-Amz-SignedHeaders=host",
            "X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404");
  }

  @Test
  void aLinkEndsWithTheCredentialsThatSignIt() throws StoreException {
    BlobLink link =
        presigned(
            AwsSessionCredentials.builder()
                .accessKeyId("ASIA1")
                .secretAccessKey("secret")
                .sessionToken("to/ken")
                .expirationTime(NOW.plusSeconds(600))
                .build());

    assertThat(link.expires()).isEqualTo(NOW.plusSeconds(600));
    assertThat(link.uri().toString())
        .contains("X-Amz-Expires=600", "X-Amz-Security-Token=to%2Fken")
        .doesNotContain("secret");
  }

  private static BlobLink presigned(AwsCredentials keys) throws StoreException {
    return new SignedCalls("s3", "us-east-1", StaticCredentialsProvider.create(keys))
        .presigned(OBJECT, DAY, CLOCK, Deadline.after(DAY));
  }
}
