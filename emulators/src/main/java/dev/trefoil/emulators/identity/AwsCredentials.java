// A set of AWS credentials as the emulators issue them.
package dev.trefoil.emulators.identity;

import java.time.Instant;

/**
 * A temporary key.
 *
 * @param accessKeyId the public half
 * @param secretAccessKey what requests are signed with
 * @param sessionToken what must come along in {@code x-amz-security-token}; empty for a lasting key
 * @param expiresAt when it stops working
 * @param principal the ARN that it acts as
 * @param origin who that was before any exchange
 */
public record AwsCredentials(
    String accessKeyId,
    String secretAccessKey,
    String sessionToken,
    Instant expiresAt,
    String principal,
    Origin origin) {

  /** A key that nobody vouches for but its holder. */
  public AwsCredentials(
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      Instant expiresAt,
      String principal) {
    this(
        accessKeyId,
        secretAccessKey,
        sessionToken,
        expiresAt,
        principal,
        new Origin("", principal));
  }

  /** Without its secrets, so that it may be logged. */
  @Override
  public String toString() {
    return "AwsCredentials[%s, %s]".formatted(accessKeyId, principal);
  }
}
