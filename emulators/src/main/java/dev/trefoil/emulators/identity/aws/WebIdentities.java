// AssumeRoleWithWebIdentity: another issuer's token for a role's temporary keys, without a
// signature.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.AwsCredentials;
import dev.trefoil.emulators.identity.Form;
import dev.trefoil.emulators.identity.Lifetime;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.WebToken;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks a token as AWS does, in its order: provider, signature, time, audience, trust policy. */
final class WebIdentities {

  static final String OPERATION = "AssumeRoleWithWebIdentity";

  private static final Duration SKEW = Duration.ofMinutes(5);
  private static final Pattern SESSION_NAME = Pattern.compile("[\\w+=,.@-]{2,64}");

  private final AwsAccount account;
  private final Issuers issuers;
  private final Clock clock;
  private final Lifetime lifetime;

  WebIdentities(AwsAccount account, Issuers issuers, Clock clock, Lifetime lifetime) {
    this.account = account;
    this.issuers = issuers;
    this.clock = clock;
    this.lifetime = lifetime;
  }

  StsAnswer assume(Form form, Optional<Flaw> flaw) throws StsRefusal {
    String roleArn = required(form, "RoleArn", "roleArn");
    String session = required(form, "RoleSessionName", "roleSessionName");
    String compact = required(form, "WebIdentityToken", "webIdentityToken");
    if (!SESSION_NAME.matcher(session).matches()) {
      throw StsErrors.invalid(
          "roleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*");
    }
    int seconds = StsFields.whole(form, "DurationSeconds", 900, 43_200, 3_600);
    WebToken token =
        WebToken.read(compact)
            .orElseThrow(
                () ->
                    StsErrors.invalidToken(
                        "The ID Token provided is not a valid JWT. (You may see this error if you"
                            + " sent an Access Token)"));
    check(token);
    boolean trusted =
        account.role(roleArn).stream()
            .flatMap(role -> role.trusts().stream())
            .anyMatch(trust -> trust.admits(token));
    if (!trusted) {
      throw StsErrors.notAuthorized("sts:" + OPERATION);
    }
    var role = new AwsRole(account.id(), roleArn.substring(roleArn.lastIndexOf('/') + 1));
    var origin = new Origin(token.issuer(), token.subject());
    AwsCredentials key =
        account.issue(role, session, lifetime.or(Duration.ofSeconds(seconds)), origin, flaw);
    return new StsAnswer(result(key, role, session, token), origin);
  }

  private void check(WebToken token) throws StsRefusal {
    List<String> audiences =
        account
            .provider(token.issuer())
            .orElseThrow(() -> StsErrors.unknownProvider(token.issuer()));
    if (token.signed().isEmpty()) {
      throw StsErrors.invalidToken("The ID Token provided is not signed");
    }
    switch (issuers.check(token.signed().get(), token.issuer())) {
      case GOOD -> {}
      case BAD -> throw StsErrors.invalidToken("The signature of the ID Token is invalid");
      case UNKNOWN_KEY -> throw StsErrors.noKey();
      case UNREACHABLE -> throw StsErrors.unreachable();
    }
    if (!token.isValidAt(clock.instant(), SKEW)) {
      throw StsErrors.expired(clock.instant().getEpochSecond(), token.ends().getEpochSecond());
    }
    // accounts.google.com is built in: its audiences are the trust policies' business alone.
    boolean registered =
        audiences.isEmpty()
            || WebIdentityTrust.audience(token).stream().anyMatch(audiences::contains);
    if (!registered) {
      throw StsErrors.invalidToken("Incorrect token audience");
    }
  }

  private static Map<String, ?> result(
      AwsCredentials key, AwsRole role, String session, WebToken token) {
    Map<String, String> credentials = new LinkedHashMap<>();
    credentials.put("AccessKeyId", key.accessKeyId());
    credentials.put("SecretAccessKey", key.secretAccessKey());
    credentials.put("SessionToken", key.sessionToken());
    credentials.put("Expiration", key.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Credentials", credentials);
    result.put(
        "AssumedRoleUser",
        Map.of("AssumedRoleId", "AROATREFOIL:" + session, "Arn", role.session(session)));
    result.put("SubjectFromWebIdentityToken", token.subject());
    result.put("Provider", token.issuer());
    result.put("Audience", WebIdentityTrust.audience(token).getFirst());
    return result;
  }

  private static String required(Form form, String name, String member) throws StsRefusal {
    return form.get(name).orElseThrow(() -> StsErrors.invalid(member, "Member must not be null"));
  }
}
