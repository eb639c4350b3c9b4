package dev.trefoil.emulators.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Signatures made by the AWS SDK. */
class SigV4VerifierTest {

  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String ARN = "arn:aws:sts::1:assumed-role/r/s";
  private static final AwsCredentials KEY =
      new AwsCredentials("ASIAGOOD", "secret", "token", NOW.plusSeconds(60), ARN);
  private static final String PATH = "/model/arn%3Aaws%3Abedrock%3A%3A%2Fx~y/converse";

  private static HttpRequest signed(
      AwsCredentialsIdentity key, String path, String body, String service, Instant at) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .protocol("http")
            .host("127.0.0.1")
            .port(8080)
            .encodedPath(path)
            .putRawQueryParameter("b", "2 3")
            .putRawQueryParameter("a", "")
            .putHeader("Host", "127.0.0.1:8080")
            .putHeader("X-Spaced", " two   words ")
            .build();
    SdkHttpRequest done =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(key)
                        .request(request)
                        .payload(
                            () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
            .request();
    var headers = new Headers();
    done.forEachHeader((name, values) -> values.forEach(value -> headers.add(name, value)));
    return new HttpRequest(
        "POST",
        done.encodedPath(),
        done.encodedQueryParameters().orElse(""),
        headers,
        body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpRequest signed() {
    return signed(session("ASIAGOOD", "secret", "token"), PATH, "{}", "bedrock", NOW);
  }

  private static AwsCredentialsIdentity session(String id, String secret, String token) {
    return AwsSessionCredentialsIdentity.create(id, secret, token);
  }

  private static Verdict verify(HttpRequest request, Instant now) {
    AwsKeyring ring = id -> id.equals("ASIAGOOD") ? Optional.of(KEY) : Optional.empty();
    return new SigV4Verifier("bedrock", ring, Clock.fixed(now, ZoneOffset.UTC)).verify(request);
  }

  private static void assertRejected(HttpRequest request, Instant now, String code) {
    assertThat(verify(request, now))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, verdict -> assertThat(verdict.code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {PATH, "/", "/model/a.b-c_d:0/converse", "/a%20b/%C3%BC"})
  void whatTheSdkSignsIsAccepted(String path) {
    HttpRequest request =
        signed(session("ASIAGOOD", "secret", "token"), path, "{\"ü\":1}", "bedrock", NOW);
    assertThat(verify(request, NOW)).isEqualTo(new Verdict.Accepted(ARN));
  }

  @Test
  void anotherSecretIsRefused() {
    HttpRequest request = signed(session("ASIAGOOD", "other", "token"), PATH, "{}", "bedrock", NOW);
    assertRejected(request, NOW, "InvalidSignatureException");
  }

  @Test
  void anUnknownKeyIsRefused() {
    HttpRequest request =
        signed(session("ASIAOTHER", "secret", "token"), PATH, "{}", "bedrock", NOW);
    assertRejected(request, NOW, "UnrecognizedClientException");
  }

  @Test
  void aWrongOrMissingSessionTokenIsRefused() {
    HttpRequest wrong = signed(session("ASIAGOOD", "secret", "xxx"), PATH, "{}", "bedrock", NOW);
    assertRejected(wrong, NOW, "UnrecognizedClientException");
    HttpRequest missing =
        signed(AwsCredentialsIdentity.create("ASIAGOOD", "secret"), PATH, "{}", "bedrock", NOW);
    assertRejected(missing, NOW, "UnrecognizedClientException");
  }

  @Test
  void aChangedRequestIsRefused() {
    HttpRequest good = signed();
    var body = new HttpRequest("POST", good.path(), good.query(), good.headers(), new byte[] {1});
    assertRejected(body, NOW, "InvalidSignatureException");
    var path =
        new HttpRequest("POST", "/model/x/converse", good.query(), good.headers(), good.body());
    assertRejected(path, NOW, "InvalidSignatureException");
    var query = new HttpRequest("POST", good.path(), "a=&b=4", good.headers(), good.body());
    assertRejected(query, NOW, "InvalidSignatureException");
    var method = new HttpRequest("PUT", good.path(), good.query(), good.headers(), good.body());
    assertRejected(method, NOW, "InvalidSignatureException");
  }

  @Test
  void anotherServicesSignatureIsRefused() {
    HttpRequest request = signed(session("ASIAGOOD", "secret", "token"), PATH, "{}", "sqs", NOW);
    assertRejected(request, NOW, "InvalidSignatureException");
  }

  @Test
  void anExpiredKeyIsRefused() {
    assertRejected(signed(), NOW.plusSeconds(60), "ExpiredTokenException");
  }

  @Test
  void anOldOrFutureSignatureIsRefused() {
    Duration more = Duration.ofMinutes(5).plusSeconds(1);
    HttpRequest old =
        signed(session("ASIAGOOD", "secret", "token"), PATH, "{}", "bedrock", NOW.minus(more));
    assertRejected(old, NOW, "InvalidSignatureException");
    HttpRequest future =
        signed(session("ASIAGOOD", "secret", "token"), PATH, "{}", "bedrock", NOW.plus(more));
    assertRejected(future, NOW, "InvalidSignatureException");
  }

  @Test
  void anUnsignedRequestIsRefused() {
    var request = new HttpRequest("POST", PATH, "", new Headers(), new byte[0]);
    assertRejected(request, NOW, "MissingAuthenticationTokenException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer x",
        "AWS4-HMAC-SHA256 ",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 Credential=a/20261122/r/bedrock/aws4_request, Signature=x",
        "AWS4-HMAC-SHA256 What=ever"
      })
  void aHeaderThatIsNoSignatureIsRefused(String header) {
    Headers headers = Headers.of("authorization", header).add("x-amz-date", "20261122T060000Z");
    var request = new HttpRequest("POST", PATH, "", headers, new byte[0]);
    assertRejected(request, NOW, "IncompleteSignatureException");
  }

  @Test
  void aKeysTextHoldsNoSecret() {
    assertThat(KEY.toString()).doesNotContain("secret").doesNotContain("token");
  }
}
