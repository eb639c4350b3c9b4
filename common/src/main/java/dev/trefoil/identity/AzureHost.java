package dev.trefoil.identity;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Azure vouches by tokens of the function's managed identity; elsewhere one is shown that is made
 * out to an application of our own, a v1 token: its issuer is {@code
 * https://sts.windows.net/TENANT/}, its audience the application ID URI.
 */
final class AzureHost implements Host {
  private static final String KEY_VAULT = "https://vault.azure.net";

  private final IdentitySettings settings;
  private final Map<String, String> env;
  private final Clock clock;
  private final ManagedIdentity own;

  AzureHost(IdentitySettings settings, Map<String, String> env, Clock clock) {
    this.settings = settings;
    this.env = env;
    this.clock = clock;
    this.own = new ManagedIdentity(settings.azure().managedIdentity(), env, clock);
  }

  @Override
  public IssuedToken<AwsCredentials> aws(String region) throws StepException {
    AwsSts sts = new AwsSts(region, env, clock);
    String role = settings.aws().roleArn().orElseThrow();
    return showing(application(), token -> sts.assumeRole(role, token, "trefoil-azure"));
  }

  @Override
  public IssuedToken<String> azure(String resource) throws StepException {
    return ownAzure(resource);
  }

  @Override
  public IssuedToken<String> google() throws StepException {
    GoogleTokens tokens = new GoogleTokens(settings.gcp().tokenUrl(), clock);
    String provider = settings.gcp().azureProvider().orElseThrow();
    return showing(application(), token -> tokens.federated(provider, token));
  }

  @Override
  public IssuedToken<String> secret(String name) throws StepException {
    SecretStores stores = new SecretStores(clock);
    URI vault = settings.azure().keyVault().orElseThrow();
    return showing(KEY_VAULT, token -> stores.keyVault(name, token, vault));
  }

  private String application() {
    return settings.azure().applicationIdUri().orElseThrow();
  }

  /** A step for which our own token is shown: where it fails, the next one is shown a new token. */
  private <T> IssuedToken<T> showing(String resource, Step<T> step) throws StepException {
    String token = ownAzure(resource).value();
    try {
      return step.run(token);
    } catch (StepException e) {
      own.renew(resource);
      throw e;
    }
  }

  private interface Step<T> {
    IssuedToken<T> run(String token) throws StepException;
  }

  @Override
  public IssuedToken<String> ownAzure(String resource) throws StepException {
    return own.token(resource);
  }

  @Override
  public void prepare() {
    own.credential();
  }

  @Override
  public void renew() {
    own.renew();
  }
}
