// Checks S3's presigned URLs by computing their signatures again.
package dev.trefoil.emulators.identity;

import dev.trefoil.emulators.net.HttpRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * Verifies requests that are signed in their query (Amazon S3 API Reference, "Authenticating
 * Requests: Using Query Parameters"). Rejections carry S3's codes and words ("Error responses").
 */
public final class PresignedVerifier {

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final long LONGEST_SECONDS = 604_800;

  private final AwsKeyring keyring;
  private final Clock clock;

  /** A verifier of S3's. */
  public PresignedVerifier(AwsKeyring keyring, Clock clock) {
    this.keyring = keyring;
    this.clock = clock;
  }

  /** Whether a request says that it is signed so. */
  public static boolean concerns(HttpRequest request) {
    return request.parameter("X-Amz-Algorithm").isPresent();
  }

  /** Whether the request was signed with a key of the ring, and its time is not over. */
  public Verdict verify(HttpRequest request) {
    String[] credential = request.parameter("X-Amz-Credential").orElse("").split("/", 2);
    String scope = credential[credential.length - 1];
    String stamp = request.parameter("X-Amz-Date").orElse("");
    Optional<String> signature = request.parameter("X-Amz-Signature");
    Optional<String> signed = request.parameter("X-Amz-SignedHeaders");
    String expires = request.parameter("X-Amz-Expires").orElse("");
    if (credential.length < 2 || stamp.isEmpty() || expires.isEmpty()) {
      return incomplete();
    }
    if (signature.isEmpty() || signed.isEmpty()) {
      return incomplete();
    }
    if (!request.parameter("X-Amz-Algorithm").equals(Optional.of(ALGORITHM))
        || !scope.endsWith("/s3/aws4_request")
        || !stamp.startsWith(scope.substring(0, scope.indexOf('/')))) {
      return new Verdict.Rejected(
          "AuthorizationQueryParametersError", "Error parsing the X-Amz-Credential parameter.");
    }
    Optional<AwsCredentials> key = keyring.find(credential[0]);
    if (key.isEmpty()) {
      return new Verdict.Rejected(
          "InvalidAccessKeyId",
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    String token = request.parameter("X-Amz-Security-Token").orElse("");
    if (!SigV4Verifier.same(token, key.get().sessionToken())) {
      return new Verdict.Rejected(
          "InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
    if (!clock.instant().isBefore(key.get().expiresAt())) {
      return new Verdict.Rejected("ExpiredToken", "The provided token has expired.");
    }
    return late(stamp, expires)
        .orElseGet(
            () -> signature(request, scope, stamp, signature.get(), signed.get(), key.get()));
  }

  private Optional<Verdict> late(String stamp, String expires) {
    long seconds;
    Instant signedAt;
    try {
      seconds = Long.parseLong(expires);
      signedAt = SigV4Verifier.STAMP.parse(stamp, Instant::from);
    } catch (NumberFormatException | DateTimeParseException e) {
      return Optional.of(incomplete());
    }
    if (seconds < 0 || seconds > LONGEST_SECONDS) {
      return Optional.of(
          new Verdict.Rejected(
              "AuthorizationQueryParametersError",
              "X-Amz-Expires must be less than a week (in seconds); that is, the given"
                  + " X-Amz-Expires must be less than 604800 seconds"));
    }
    if (clock.instant().isBefore(signedAt.minus(SKEW))) {
      return Optional.of(new Verdict.Rejected("AccessDenied", "Request is not valid yet"));
    }
    return clock.instant().isAfter(signedAt.plusSeconds(seconds))
        ? Optional.of(new Verdict.Rejected("AccessDenied", "Request has expired"))
        : Optional.empty();
  }

  private static Verdict signature(
      HttpRequest request,
      String scope,
      String stamp,
      String signature,
      String signed,
      AwsCredentials key) {
    List<String> headers = List.of(signed.split(";"));
    String canonical = CanonicalRequest.presigned(request, "X-Amz-Signature", headers);
    return headers.contains("host")
            && SigV4Verifier.same(signature, SigV4Verifier.signature(scope, stamp, canonical, key))
        ? new Verdict.Accepted(key.principal(), key.origin())
        : new Verdict.Rejected(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. Check"
                + " your key and signing method.");
  }

  private static Verdict incomplete() {
    return new Verdict.Rejected(
        "AuthorizationQueryParametersError",
        "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  }
}
