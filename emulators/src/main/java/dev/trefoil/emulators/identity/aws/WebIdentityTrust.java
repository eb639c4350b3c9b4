// A statement of a role's trust policy that lets a web identity in.
package dev.trefoil.emulators.identity.aws;

import dev.trefoil.emulators.identity.oidc.WebToken;
import java.util.List;
import java.util.Map;

/**
 * Allows {@code sts:AssumeRoleWithWebIdentity} when every condition holds (IAM User Guide,
 * "Available keys for AWS OIDC federation").
 *
 * @param issuer the provider, as tokens say it
 * @param conditions the keys {@code aud}, {@code oaud} and {@code sub} to the value that each must
 *     equal
 */
public record WebIdentityTrust(String issuer, Map<String, String> conditions) {

  boolean admits(WebToken token) {
    return token.issuer().equals(issuer)
        && conditions.entrySet().stream()
            .allMatch(
                condition -> values(token, condition.getKey()).contains(condition.getValue()));
  }

  /** The audience as AWS takes it: {@code azp} where the token has one, which Google's do. */
  static List<String> audience(WebToken token) {
    String authorizedParty = token.text("azp");
    return authorizedParty.isEmpty() ? token.audience() : List.of(authorizedParty);
  }

  private static List<String> values(WebToken token, String key) {
    return switch (key) {
      case "aud" -> audience(token);
      case "oaud" -> token.audience();
      case "sub" -> List.of(token.subject());
      default ->
          throw new IllegalArgumentException(key + ": is no condition key of a web identity");
    };
  }
}
