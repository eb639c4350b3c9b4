// Checks Cloud Storage's signed URLs.
package dev.trefoil.emulators.identity.google;

import dev.trefoil.emulators.identity.CanonicalRequest;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Verifies requests that are signed in their query, by the V4 process with a service account's key
 * (Cloud Storage, "Signatures" and "Canonical requests").
 */
public final class SignedUrlVerifier {

  private static final String ALGORITHM = "GOOG4-RSA-SHA256";
  private static final long LONGEST_SECONDS = 604_800;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final ServiceAccountKeys keys;
  private final Clock clock;

  /** A verifier of what these keys sign. */
  public SignedUrlVerifier(ServiceAccountKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Whether a request says that it is signed so. */
  public static boolean concerns(HttpRequest request) {
    return request.parameter("X-Goog-Algorithm").isPresent();
  }

  /** Whether the request was signed with a key that is known, and its time is not over. */
  public Verdict verify(HttpRequest request) {
    String[] credential = request.parameter("X-Goog-Credential").orElse("").split("/", 2);
    String stamp = request.parameter("X-Goog-Date").orElse("");
    Instant signedAt;
    long seconds;
    byte[] signature;
    try {
      signedAt = STAMP.parse(stamp, Instant::from);
      seconds = Long.parseLong(request.parameter("X-Goog-Expires").orElse(""));
      signature = HexFormat.of().parseHex(request.parameter("X-Goog-Signature").orElse(""));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      return malformed();
    }
    String scope = credential[credential.length - 1];
    if (!request.parameter("X-Goog-Algorithm").equals(Optional.of(ALGORITHM))
        || !scope.equals(stamp.substring(0, 8) + "/auto/storage/goog4_request")
        || seconds < 1
        || seconds > LONGEST_SECONDS) {
      return malformed();
    }
    if (clock.instant().isAfter(signedAt.plusSeconds(seconds))) {
      return new Verdict.Rejected("ExpiredToken", "The provided token has expired.");
    }
    List<String> headers = List.of(request.parameter("X-Goog-SignedHeaders").orElse("").split(";"));
    String canonical = CanonicalRequest.presigned(request, "X-Goog-Signature", headers);
    String text =
        String.join(
            "\n",
            ALGORITHM,
            stamp,
            scope,
            CanonicalRequest.sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    return headers.contains("host")
            && keys.verify(credential[0], text.getBytes(StandardCharsets.UTF_8), signature)
        ? new Verdict.Accepted(credential[0])
        : new Verdict.Rejected(
            "SignatureDoesNotMatch",
            "Access denied. The request signature we calculated does not match the signature you"
                + " provided. Check your Google secret key and signing method.");
  }

  private static Verdict malformed() {
    return new Verdict.Rejected("InvalidArgument", "Invalid argument.");
  }
}
