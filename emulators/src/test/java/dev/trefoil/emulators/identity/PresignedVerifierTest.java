package dev.trefoil.emulators.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Presigned URLs made by the AWS SDK. */
class PresignedVerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String ARN = "arn:aws:sts::1:assumed-role/r/s";
  private static final AwsCredentials KEY =
      new AwsCredentials("ASIAGOOD", "secret", "to/ken", NOW.plusSeconds(3_600), ARN);

  private static HttpRequest presigned(String secret, String token) {
    URI uri =
        AwsV4HttpSigner.create()
            .sign(
                sign ->
                    sign.identity(AwsSessionCredentialsIdentity.create("ASIAGOOD", secret, token))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(
                                    URI.create(
                                        "http://127.0.0.1:8080/bucket/job/answer-1?"
                                            + "response-content-type=application%2Fjson"))
                                .build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(15))
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
            .request()
            .getUri();
    return new HttpRequest(
        "GET",
        uri.getRawPath(),
        uri.getRawQuery(),
        Headers.of("host", "127.0.0.1:8080"),
        new byte[0]);
  }

  private static HttpRequest presigned() {
    return presigned("secret", "to/ken");
  }

  private static Verdict verify(HttpRequest request, Instant now) {
    AwsKeyring ring = id -> id.equals("ASIAGOOD") ? Optional.of(KEY) : Optional.empty();
    return new PresignedVerifier(ring, Clock.fixed(now, ZoneOffset.UTC)).verify(request);
  }

  private static void assertRejected(HttpRequest request, Instant now, String code, String words) {
    assertThat(verify(request, now))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            verdict -> {
              assertThat(verdict.code()).isEqualTo(code);
              assertThat(verdict.reason()).contains(words);
            });
  }

  private static HttpRequest with(String query) {
    HttpRequest good = presigned();
    return new HttpRequest(good.method(), good.path(), query, good.headers(), good.body());
  }

  @Test
  void whatTheSdkSignsIsAcceptedUntilItsTimeIsOver() {
    assertThat(PresignedVerifier.concerns(presigned())).isTrue();
    assertThat(verify(presigned(), NOW)).isEqualTo(new Verdict.Accepted(ARN));
    assertThat(verify(presigned(), NOW.plusSeconds(900))).isEqualTo(new Verdict.Accepted(ARN));
    assertRejected(presigned(), NOW.plusSeconds(901), "AccessDenied", "Request has expired");
  }

  @Test
  void aLinkIsOfNoUseWithoutTheKeyThatSignedIt() {
    assertRejected(presigned("other", "to/ken"), NOW, "SignatureDoesNotMatch", "signature");
    assertRejected(presigned("secret", "other"), NOW, "InvalidToken", "token");
    assertRejected(presigned(), NOW.plusSeconds(3_600), "ExpiredToken", "expired");
    assertRejected(
        with(presigned().query().replace("ASIAGOOD", "ASIAOTHER")),
        NOW,
        "InvalidAccessKeyId",
        "records");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Expires=900, X-Amz-Expires=901, SignatureDoesNotMatch",
    "X-Amz-Expires=900, X-Amz-Expires=604801, AuthorizationQueryParametersError",
    "X-Amz-Date=20261122T060000Z, X-Amz-Date=20261122T060001Z, SignatureDoesNotMatch",
    "application%2Fjson, text%2Fhtml, SignatureDoesNotMatch",
    "X-Amz-SignedHeaders=host, X-Amz-SignedHeaders=x, SignatureDoesNotMatch",
    "X-Amz-Signature, x, AuthorizationQueryParametersError"
  })
  void aChangedLinkIsRefused(String part, String other, String code) {
    assertRejected(with(presigned().query().replace(part, other)), NOW, code, "");
  }

  @Test
  void aLinkOpensOneObjectToOneMethod() {
    HttpRequest good = presigned();
    assertRejected(
        new HttpRequest("GET", "/bucket/other", good.query(), good.headers(), good.body()),
        NOW,
        "SignatureDoesNotMatch",
        "");
    assertRejected(
        new HttpRequest("PUT", good.path(), good.query(), good.headers(), good.body()),
        NOW,
        "SignatureDoesNotMatch",
        "");
  }
}
