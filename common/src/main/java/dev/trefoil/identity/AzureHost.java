package dev.trefoil.identity;

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

  AzureHost(IdentitySettings settings, Map<String, String> env, Clock clock) {
    this.settings = settings;
    this.env = env;
    this.clock = clock;
  }

  @Override
  public IssuedToken<AwsCredentials> aws(String region) throws StepException {
    return new AwsSts(region, env, clock)
        .assumeRole(settings.aws().roleArn().orElseThrow(), shown(), "trefoil-azure");
  }

  @Override
  public IssuedToken<String> azure() throws StepException {
    return ownAzure(Identity.AZURE_OPENAI);
  }

  @Override
  public IssuedToken<String> google() throws StepException {
    return new GoogleTokens(settings.gcp().tokenUrl(), clock)
        .federated(settings.gcp().azureProvider().orElseThrow(), shown());
  }

  @Override
  public IssuedToken<String> secret(String name) throws StepException {
    return new SecretStores(clock)
        .keyVault(name, ownAzure(KEY_VAULT).value(), settings.azure().keyVault().orElseThrow());
  }

  private String shown() throws StepException {
    return ownAzure(settings.azure().applicationIdUri().orElseThrow()).value();
  }

  @Override
  public IssuedToken<String> ownAzure(String resource) throws StepException {
    return new Entra(env, clock).managedIdentity(resource, settings.azure().managedIdentity());
  }
}
