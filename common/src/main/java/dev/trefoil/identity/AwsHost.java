package dev.trefoil.identity;

import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** AWS vouches by keys that sign, or by a token that its token service makes for them. */
final class AwsHost implements Host {
  private final IdentitySettings settings;
  private final Map<String, String> env;
  private final Clock clock;

  AwsHost(IdentitySettings settings, Map<String, String> env, Clock clock) {
    this.settings = settings;
    this.env = env;
    this.clock = clock;
  }

  @Override
  public IssuedToken<AwsCredentials> aws(String region) throws StepException {
    return own();
  }

  @Override
  public IssuedToken<String> azure(String resource) throws StepException {
    String assertion =
        new AwsSts(region(), env, clock).webIdentityToken(own().value(), Entra.ASSERTION_AUDIENCE);
    return new Entra(env, clock)
        .federated(
            settings.azure().tenant().orElseThrow(),
            settings.azure().clientId().orElseThrow(),
            assertion,
            resource);
  }

  @Override
  public IssuedToken<String> google() throws StepException {
    return new GoogleTokens(settings.gcp().tokenUrl(), clock)
        .federated(settings.gcp().awsProvider().orElseThrow(), own().value(), region());
  }

  @Override
  public IssuedToken<String> secret(String name) throws StepException {
    return new SecretStores(clock).secretsManager(name, own().value(), region(), env);
  }

  private IssuedToken<AwsCredentials> own() throws StepException {
    return new AwsExecutionRole(clock).credentials();
  }

  private String region() throws StepException {
    String region = env.getOrDefault("AWS_REGION", "");
    if (region.isBlank()) {
      throw StepException.of("AWS's regional token service", "AWS_REGION is not set");
    }
    return region;
  }
}
