// Checks AWS Signature Version 4 by computing it again.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.net.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies signed requests to one AWS service (IAM User Guide, "Create a signed AWS API request").
 * Rejections carry the code and the words that AWS uses.
 */
public final class SigV4Verifier {

  private static final Duration SKEW = Duration.ofMinutes(5);
  static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String MISMATCH =
      "The request signature we calculated does not match the signature you provided. Check your AWS"
          + " Secret Access Key and signing method. Consult the service documentation for details.";

  private final String service;
  private final AwsKeyring keyring;
  private final Clock clock;

  /**
   * A verifier.
   *
   * @param service the name in the credential scope, e.g. {@code bedrock}
   */
  public SigV4Verifier(String service, AwsKeyring keyring, Clock clock) {
    this.service = service;
    this.keyring = keyring;
    this.clock = clock;
  }

  /** Whether the request was signed, in full and just now, with a key of the ring. */
  public Verdict verify(HttpRequest request) {
    Optional<String> header = request.headers().first("authorization");
    if (header.isEmpty()) {
      return rejected("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Optional<Authorization> parsed = Authorization.parse(header.get());
    Optional<String> stamp = request.headers().first("x-amz-date");
    if (parsed.isEmpty() || stamp.isEmpty()) {
      return rejected(
          "IncompleteSignatureException",
          "Authorization header requires 'Credential', 'Signature' and 'SignedHeaders' parameters and"
              + " existence of an 'X-Amz-Date' header.");
    }
    Authorization authorization = parsed.get();
    Optional<AwsCredentials> found = keyring.find(authorization.accessKeyId());
    if (found.isEmpty()) {
      return rejected(
          "UnrecognizedClientException", "The security token included in the request is invalid.");
    }
    AwsCredentials key = found.get();
    return problem(request, authorization, stamp.get(), key)
        .orElseGet(() -> new Verdict.Accepted(key.principal(), key.origin()));
  }

  private Optional<Verdict> problem(
      HttpRequest request, Authorization authorization, String stamp, AwsCredentials key) {
    String token = request.headers().first("x-amz-security-token").orElse("");
    if (!same(token, key.sessionToken())) {
      return Optional.of(
          rejected(
              "UnrecognizedClientException",
              "The security token included in the request is invalid."));
    }
    if (!clock.instant().isBefore(key.expiresAt())) {
      return Optional.of(
          rejected(
              "ExpiredTokenException", "The security token included in the request is expired"));
    }
    if (!authorization.service().equals(service)) {
      return Optional.of(
          rejected(
              "InvalidSignatureException",
              "Credential should be scoped to correct service: '%s'.".formatted(service)));
    }
    if (!isNow(stamp) || !stamp.startsWith(authorization.date())) {
      return Optional.of(
          rejected(
              "InvalidSignatureException",
              "Signature expired or not yet current: %s at %s"
                  .formatted(stamp, STAMP.format(clock.instant()))));
    }
    List<String> signed = authorization.signedHeaders();
    boolean covered =
        signed.contains("host")
            && signed.contains("x-amz-date")
            && (token.isEmpty() || signed.contains("x-amz-security-token"));
    String canonical = CanonicalRequest.of(request, signed);
    return covered
            && same(
                authorization.signature(), signature(authorization.scope(), stamp, canonical, key))
        ? Optional.empty()
        : Optional.of(rejected("InvalidSignatureException", MISMATCH));
  }

  private boolean isNow(String stamp) {
    try {
      Instant signedAt = STAMP.parse(stamp, Instant::from);
      return Duration.between(signedAt, clock.instant()).abs().compareTo(SKEW) <= 0;
    } catch (DateTimeParseException e) {
      // A date that is none is not now.
      return false;
    }
  }

  /** What a request has to be signed with. */
  static String signature(String scope, String stamp, String canonical, AwsCredentials key) {
    String text =
        String.join(
            "\n",
            "AWS4-HMAC-SHA256",
            stamp,
            scope,
            CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    byte[] derived = ("AWS4" + key.secretAccessKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/")) {
      derived = hmac(derived, part);
    }
    return HexFormat.of().formatHex(hmac(derived, text));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Verdict rejected(String code, String message) {
    return new Verdict.Rejected(code, message);
  }

  /** The Authorization header, taken apart. */
  private record Authorization(
      String accessKeyId, String scope, List<String> signedHeaders, String signature) {

    static Optional<Authorization> parse(String header) {
      String prefix = "AWS4-HMAC-SHA256 ";
      if (!header.startsWith(prefix)) {
        return Optional.empty();
      }
      String credential = "";
      String signed = "";
      String signature = "";
      for (String part : header.substring(prefix.length()).split(",")) {
        String[] pair = part.strip().split("=", 2);
        switch (pair[0]) {
          case "Credential" -> credential = pair[pair.length - 1];
          case "SignedHeaders" -> signed = pair[pair.length - 1];
          case "Signature" -> signature = pair[pair.length - 1];
          default -> {
            return Optional.empty();
          }
        }
      }
      String[] scope = credential.split("/");
      boolean whole = scope.length == 5 && scope[4].equals("aws4_request");
      return whole && !signed.isEmpty() && !signature.isEmpty()
          ? Optional.of(
              new Authorization(
                  scope[0],
                  credential.substring(scope[0].length() + 1),
                  List.of(signed.split(";")),
                  signature))
          : Optional.empty();
    }

    String date() {
      return scope.substring(0, scope.indexOf('/'));
    }

    String service() {
      return scope.split("/")[2];
    }
  }
}
