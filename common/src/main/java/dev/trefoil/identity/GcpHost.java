package dev.trefoil.identity;

import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Google Cloud vouches by the metadata server's tokens: access tokens, and ID tokens elsewhere. */
final class GcpHost implements Host {
  private final IdentitySettings settings;
  private final Map<String, String> env;
  private final Clock clock;
  private final GoogleTokens tokens;

  GcpHost(IdentitySettings settings, Map<String, String> env, Clock clock) {
    this.settings = settings;
    this.env = env;
    this.clock = clock;
    this.tokens = new GoogleTokens(settings.gcp().tokenUrl(), clock);
  }

  @Override
  public IssuedToken<AwsCredentials> aws(String region) throws StepException {
    String token = tokens.idToken(settings.aws().audience().orElseThrow());
    return new AwsSts(region, env, clock)
        .assumeRole(settings.aws().roleArn().orElseThrow(), token, "trefoil-gcp");
  }

  @Override
  public IssuedToken<String> azure(String resource) throws StepException {
    String assertion = tokens.idToken(Entra.ASSERTION_AUDIENCE);
    return new Entra(env, clock)
        .federated(
            settings.azure().tenant().orElseThrow(),
            settings.azure().clientId().orElseThrow(),
            assertion,
            resource);
  }

  @Override
  public IssuedToken<String> google() throws StepException {
    return tokens.serviceAccount();
  }

  @Override
  public IssuedToken<String> secret(String name) throws StepException {
    return new SecretStores(clock)
        .secretManager(
            name,
            tokens.serviceAccount().value(),
            settings.gcp().secretsProject().orElseThrow(),
            settings.gcp().secretManager());
  }
}
