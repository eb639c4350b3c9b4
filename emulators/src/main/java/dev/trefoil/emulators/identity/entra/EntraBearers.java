// Whether a token of Entra opens an Azure resource.
package dev.trefoil.emulators.identity.entra;

import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts access tokens of the tenant that are for one resource, and holders of a role on it.
 *
 * @param resource the audience
 * @param assigned the object ids that a role is assigned to
 */
public record EntraBearers(
    EntraTenant tenant, String resource, Set<String> assigned, Issuers issuers, Clock clock)
    implements BearerVerifier {

  /** The code for a good token whose holder has no role. */
  public static final String PERMISSION_DENIED = "PermissionDenied";

  private static final Duration SKEW = Duration.ofMinutes(5);

  @Override
  public Verdict verify(String compact) {
    Optional<WebToken> read = WebToken.read(compact);
    if (read.isEmpty() || read.get().signed().isEmpty()) {
      return invalid("not a signed token");
    }
    WebToken token = read.get();
    if (!List.of(tenant.issuerV1(), tenant.issuerV2()).contains(token.issuer())) {
      return invalid("a token of the issuer " + token.issuer());
    }
    Issuers.Signature signature = issuers.check(token.signed().get(), token.issuer());
    if (signature != Issuers.Signature.GOOD) {
      return invalid("the signature is " + signature);
    }
    if (!token.audience().equals(List.of(resource))) {
      return invalid("a token for the audience " + token.audience());
    }
    if (!token.isValidAt(clock.instant(), SKEW)) {
      return invalid("a token that ended at " + token.ends());
    }
    String principal = token.text("oid");
    return assigned.contains(principal)
        ? new Verdict.Accepted(principal, tenant.origin(token.text("uti"), principal))
        : new Verdict.Rejected(PERMISSION_DENIED, principal);
  }

  private static Verdict invalid(String reason) {
    return new Verdict.Rejected("invalid_token", reason);
  }
}
