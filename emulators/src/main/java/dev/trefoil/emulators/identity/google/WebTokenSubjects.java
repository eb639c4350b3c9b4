// Subject tokens that are another issuer's web tokens.
package dev.trefoil.emulators.identity.google;

import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;

/** Checks them in Google's order and with its words: issuer, audience, signature, time. */
record WebTokenSubjects(Issuers issuers, Clock clock) {

  private static final Duration SKEW = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofHours(1);

  Subject check(String compact, PoolProvider.Oidc provider, String providerName)
      throws GoogleRefusal {
    WebToken token =
        WebToken.read(compact)
            .orElseThrow(() -> GoogleRefusal.invalidGrant("Error parsing the ID Token."));
    if (!token.issuer().equals(provider.issuer())) {
      throw GoogleRefusal.invalidGrant(
          "The issuer in ID Token %s does not match the expected one in config: %s."
              .formatted(token.issuer(), provider.issuer()));
    }
    boolean forUs =
        provider.audiences().isEmpty()
            ? token.audience().contains("https:" + providerName)
            : token.audience().stream().anyMatch(provider.audiences()::contains);
    if (!forUs) {
      throw GoogleRefusal.invalidGrant(
          "The audience in ID Token %s does not match the expected audience."
              .formatted(token.audience()));
    }
    if (token.signed().isEmpty()) {
      throw GoogleRefusal.invalidGrant("Unable to verify the ID Token signature.");
    }
    switch (issuers.check(token.signed().get(), token.issuer())) {
      case GOOD -> {}
      case BAD -> throw GoogleRefusal.invalidGrant("Unable to verify the ID Token signature.");
      case UNKNOWN_KEY, UNREACHABLE ->
          throw GoogleRefusal.invalidGrant("Error connecting to the given credential's issuer.");
    }
    Date issued = token.claims().getIssueTime();
    if (issued == null || !token.isValidAt(clock.instant(), SKEW)) {
      throw GoogleRefusal.invalidGrant(
          "ID Token issued at %s is stale to sign-in."
              .formatted(issued == null ? "null" : issued.toInstant().getEpochSecond()));
    }
    Duration left = Duration.between(clock.instant(), token.ends());
    return new Subject(
        token.subject(),
        left.compareTo(LONGEST) < 0 ? left : LONGEST,
        new Origin(token.issuer(), token.subject()));
  }
}
