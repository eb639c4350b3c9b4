// Who may call a service of Amazon Bedrock's.
package dev.trefoil.emulators.bedrock;

import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.HttpRequest;
import java.time.Clock;

/**
 * Signatures by keys of a ring, whose holders may do one thing.
 *
 * @param action such as {@code bedrock:InvokeModel}
 */
record BedrockAccess(SigV4Verifier signatures, AwsKeyring keyring, String action) {

  /**
   * @param service what requests are signed for as, such as {@code bedrock}
   */
  static BedrockAccess to(String service, AwsKeyring keyring, String action) {
    return new BedrockAccess(
        new SigV4Verifier(service, keyring, Clock.systemUTC()), keyring, action);
  }

  Verdict verify(HttpRequest request) {
    Verdict verdict = signatures.verify(request);
    return verdict instanceof Verdict.Accepted accepted
            && !keyring.allows(accepted.principal(), action)
        ? new Verdict.Rejected(
            "AccessDeniedException",
            "User: %s is not authorized to perform: %s because no identity-based policy allows the %s action"
                .formatted(accepted.principal(), action, action))
        : verdict;
  }
}
