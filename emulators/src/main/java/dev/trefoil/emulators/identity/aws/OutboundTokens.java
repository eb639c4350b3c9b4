// GetWebIdentityToken: a web token that says to the outside which role is calling.
package dev.trefoil.emulators.identity.aws;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Form;
import dev.trefoil.emulators.identity.Lifetime;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.oidc.OidcIssuer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Issues tokens (IAM User Guide, "Understanding token claims"). */
final class OutboundTokens {

  static final String OPERATION = "GetWebIdentityToken";

  private static final String ACTION = "sts:GetWebIdentityToken";
  private static final int AUDIENCE_LIMIT = 10;

  private final AwsAccount account;
  private final OidcIssuer issuer;
  private final String issuerName;
  private final TokenLedger ledger;
  private final Clock clock;
  private final Lifetime lifetime;

  OutboundTokens(
      AwsAccount account,
      OidcIssuer issuer,
      String issuerName,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    this.account = account;
    this.issuer = issuer;
    this.issuerName = issuerName;
    this.ledger = ledger;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  StsAnswer issue(Form form, String principal, String region, Optional<Flaw> flaw)
      throws StsRefusal {
    List<String> audience = form.members("Audience");
    if (audience.isEmpty() || audience.size() > AUDIENCE_LIMIT) {
      throw StsErrors.invalid("audience", "Member must have length between 1 and 10");
    }
    int seconds = StsFields.whole(form, "DurationSeconds", 60, 3_600, 300);
    String algorithm = form.get("SigningAlgorithm").orElse("");
    if (!algorithm.equals("RS256") && !algorithm.equals("ES384")) {
      throw StsErrors.invalid(
          "signingAlgorithm", "Member must satisfy enum value set: [RS256, ES384]");
    }
    if (!account.outboundFederation()) {
      throw StsErrors.outboundDisabled();
    }
    Optional<AwsRole> role = AwsRole.ofSession(principal);
    if (role.isEmpty() || !account.allows(principal, ACTION)) {
      throw StsErrors.notAuthorized(principal, ACTION);
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant end = now.plus(lifetime.or(Duration.ofSeconds(seconds)));
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuerName)
            .audience(audience)
            .subject(role.get().arn())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(end))
            .jwtID(UUID.randomUUID().toString())
            .claim("https://sts.amazonaws.com/", context(region))
            .build();
    String token =
        algorithm.equals("RS256") ? issuer.sign(claims, flaw) : issuer.signEs384(claims, flaw);
    ledger.gaveOut(List.of(token));
    Map<String, String> result = new LinkedHashMap<>();
    result.put("WebIdentityToken", token);
    result.put("Expiration", end.toString());
    return new StsAnswer(result, new Origin(issuerName, role.get().arn()));
  }

  private Map<String, Object> context(String region) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("aws_account", account.id());
    context.put("source_region", region);
    context.put(
        "lambda_source_function_arn",
        "arn:aws:lambda:%s:%s:function:trefoil".formatted(region, account.id()));
    return context;
  }
}
