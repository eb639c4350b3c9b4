package dev.trefoil.emulators.identity.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signed URLs, of which the canonical request is written out. */
class SignedUrlVerifierTest {

  private static final Instant NOW = Instant.parse("2019-02-01T09:00:00Z");
  private static final String ACCOUNT = "a@p.iam.gserviceaccount.com";
  private static final String QUERY =
      "X-Goog-Algorithm=GOOG4-RSA-SHA256"
          + "&X-Goog-Credential=a%40p.iam.gserviceaccount.com%2F20190201%2Fauto%2Fstorage%2Fgoog4_request"
          + "&X-Goog-Date=20190201T090000Z&X-Goog-Expires=10&X-Goog-SignedHeaders=host"
          + "&response-content-type=application%2Fjson";

  private final ServiceAccountKeys keys = new ServiceAccountKeys();
  private String signature = "";

  @BeforeEach
  void sign() throws Exception {
    String canonical =
        "GET\n/bucket/object\n" + QUERY + "\nhost:storage.googleapis.com\n\nhost\nUNSIGNED-PAYLOAD";
    String text =
        "GOOG4-RSA-SHA256\n20190201T090000Z\n20190201/auto/storage/goog4_request\n"
            + HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(canonical.getBytes(StandardCharsets.UTF_8)));
    signature = HexFormat.of().formatHex(keys.sign(ACCOUNT, text.getBytes(StandardCharsets.UTF_8)));
  }

  private HttpRequest request() {
    return request("GET", "/bucket/object", QUERY + "&X-Goog-Signature=" + signature);
  }

  private static HttpRequest request(String method, String path, String query) {
    return new HttpRequest(
        method, path, query, Headers.of("host", "storage.googleapis.com"), new byte[0]);
  }

  private Verdict verify(HttpRequest request, Instant now) {
    return new SignedUrlVerifier(keys, Clock.fixed(now, ZoneOffset.UTC)).verify(request);
  }

  private void assertRejected(HttpRequest request, Instant now, String code) {
    assertThat(verify(request, now))
        .isInstanceOfSatisfying(
            Verdict.Rejected.class, verdict -> assertThat(verdict.code()).isEqualTo(code));
  }

  @Test
  void whatTheAccountSignedIsAcceptedUntilItsTimeIsOver() {
    assertThat(SignedUrlVerifier.concerns(request())).isTrue();
    assertThat(verify(request(), NOW)).isEqualTo(new Verdict.Accepted(ACCOUNT));
    assertThat(verify(request(), NOW.plusSeconds(10))).isEqualTo(new Verdict.Accepted(ACCOUNT));
    assertRejected(request(), NOW.plusSeconds(11), "ExpiredToken");
  }

  @ParameterizedTest
  @CsvSource({
    "X-Goog-Expires=10, X-Goog-Expires=11, SignatureDoesNotMatch",
    "X-Goog-Expires=10, X-Goog-Expires=604801, InvalidArgument",
    "20190201, 20190202, SignatureDoesNotMatch",
    "a%40p, b%40p, SignatureDoesNotMatch",
    "application%2Fjson, text%2Fhtml, SignatureDoesNotMatch",
    "X-Goog-SignedHeaders=host, X-Goog-SignedHeaders=x, SignatureDoesNotMatch",
    "X-Goog-Signature, x, SignatureDoesNotMatch",
    "GOOG4-RSA-SHA256, GOOG4-HMAC-SHA256, InvalidArgument"
  })
  void aChangedLinkIsRefused(String part, String other, String code) {
    HttpRequest good = request();
    assertRejected(request("GET", good.path(), good.query().replace(part, other)), NOW, code);
  }

  @Test
  void aLinkOpensOneObjectToOneMethod() {
    HttpRequest good = request();
    assertRejected(request("GET", "/bucket/other", good.query()), NOW, "SignatureDoesNotMatch");
    assertRejected(request("PUT", good.path(), good.query()), NOW, "SignatureDoesNotMatch");
  }
}
