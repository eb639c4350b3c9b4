package dev.trefoil.identity;

import com.azure.core.credential.TokenRequestContext;
import java.time.Clock;
import java.util.Optional;

/**
 * A process of its own: asks for a managed identity's token again and again, in between says that
 * it was refused, and prints each token.
 */
final class ManagedIdentityProbe {
  private static final String RESOURCE = "https://cognitiveservices.azure.com";

  private ManagedIdentityProbe() {}

  public static void main(String[] args) throws Exception {
    ManagedIdentity own = identity(args[0]);
    System.out.println("first " + own.token(RESOURCE).value());
    System.out.println("again " + own.token(RESOURCE).value());
    System.out.println("another credential " + identity(args[0]).token(RESOURCE).value());
    System.out.println(
        "with claims "
            + own.credential()
                .getTokenSync(
                    new TokenRequestContext()
                        .addScopes(RESOURCE + "/.default")
                        .setCaeEnabled(true)
                        .setClaims("{\"access_token\":{\"nbf\":{\"essential\":true}}}"))
                .getToken());
    own.renew();
    System.out.println("after it was refused " + own.token(RESOURCE).value());
    System.out.println("again " + own.token(RESOURCE).value());
    System.exit(0);
  }

  private static ManagedIdentity identity(String clientId) {
    return new ManagedIdentity(
        Optional.of(clientId).filter(id -> !id.isEmpty()), System.getenv(), Clock.systemUTC());
  }
}
