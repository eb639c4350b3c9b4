// How Bedrock looks up the key that a request claims to be signed with, and what it may do.
package dev.trefoil.emulators.identity;

import java.time.Instant;
import java.util.Optional;

/** The keys that may sign. */
@FunctionalInterface
public interface AwsKeyring {

  /** The key of this id, expired or not; empty when it was never issued. */
  Optional<AwsCredentials> find(String accessKeyId);

  /**
   * Whether a principal may do something.
   *
   * @param principal the ARN that a key acts as
   * @param action e.g. {@code bedrock:InvokeModel}
   */
  default boolean allows(String principal, String action) {
    return true;
  }

  /** One lasting key: for tests that have no credentials endpoint. */
  static AwsKeyring of(String accessKeyId, String secretAccessKey) {
    var only =
        new AwsCredentials(
            accessKeyId,
            secretAccessKey,
            "",
            Instant.MAX,
            "arn:aws:iam::123456789012:user/trefoil-test");
    return id -> id.equals(accessKeyId) ? Optional.of(only) : Optional.empty();
  }
}
