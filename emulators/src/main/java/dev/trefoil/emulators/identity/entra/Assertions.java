// Checks the token of another issuer that is presented in the place of a client's secret.
package dev.trefoil.emulators.identity.entra;

import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.entra.EntraApplication.FederatedCredential;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Client assertions of federated identity credentials. */
final class Assertions {

  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Issuers issuers;
  private final Clock clock;

  Assertions(Issuers issuers, Clock clock) {
    this.issuers = issuers;
    this.clock = clock;
  }

  Origin check(String compact, EntraApplication application) throws EntraRefusal {
    WebToken token = WebToken.read(compact).orElseThrow(EntraErrors::malformed);
    if (!token.algorithm().equals("RS256")) {
      throw EntraErrors.wrongAlgorithm(token.algorithm());
    }
    match(token, application.credentials());
    switch (issuers.check(token.signed().orElseThrow(EntraErrors::malformed), token.issuer())) {
      case GOOD -> {}
      case BAD -> throw EntraErrors.badSignature();
      case UNKNOWN_KEY -> throw EntraErrors.unknownKey(token.keyId(), token.issuer());
      case UNREACHABLE -> throw EntraErrors.issuerUnreachable();
    }
    if (!token.isValidAt(clock.instant(), SKEW)) {
      throw EntraErrors.outsideItsTime(clock.instant(), token.begins(), token.ends());
    }
    return new Origin(token.issuer(), token.subject());
  }

  private static void match(WebToken token, List<FederatedCredential> all) throws EntraRefusal {
    List<FederatedCredential> left =
        all.stream().filter(c -> c.issuer().equals(token.issuer())).toList();
    if (left.isEmpty()) {
      throw EntraErrors.noMatch(700211, "issuer", token.issuer());
    }
    left = left.stream().filter(c -> c.subject().equals(token.subject())).toList();
    if (left.isEmpty()) {
      throw EntraErrors.noMatch(700213, "subject", token.subject());
    }
    if (left.stream().noneMatch(c -> token.audience().equals(List.of(c.audience())))) {
      throw EntraErrors.noMatch(700212, "audience", String.join(", ", token.audience()));
    }
  }
}
