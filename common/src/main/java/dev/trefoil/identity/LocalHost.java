package dev.trefoil.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.identity.AzureCliCredentialBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * A person's own identities, on the machine where they work: the AWS SDK's default chain with its
 * profiles, what {@code az login} has signed in, and Google's application default credentials.
 */
final class LocalHost implements Host {
  /** {@code az} is a Python program, and may have to ask Entra; its caller waits for 10 s. */
  private static final Duration AZ = Duration.ofSeconds(9);

  private final IdentitySettings settings;
  private final Clock clock;
  private volatile Optional<String> quotaProject = Optional.empty();

  LocalHost(IdentitySettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public IssuedToken<AwsCredentials> aws(String region) throws StepException {
    return new AwsExecutionRole(clock).credentials();
  }

  @Override
  public IssuedToken<String> azure(String resource) throws StepException {
    return ownAzure(resource);
  }

  @Override
  public IssuedToken<String> ownAzure(String resource) throws StepException {
    AzureCliCredentialBuilder builder = new AzureCliCredentialBuilder().processTimeout(AZ);
    settings.azure().tenant().ifPresent(builder::tenantId);
    TokenRequestContext request = new TokenRequestContext().addScopes(resource + "/.default");
    AccessToken token =
        Entra.tried("", "az's token for " + resource, () -> builder.build().getTokenSync(request));
    return IssuedToken.until(token.getExpiresAt().toInstant(), token.getToken(), clock);
  }

  @Override
  public IssuedToken<String> google() throws StepException {
    GoogleTokens.Personal personal =
        new GoogleTokens(settings.gcp().tokenUrl(), clock).applicationDefault();
    quotaProject = personal.quotaProject();
    return personal.token();
  }

  @Override
  public Optional<String> quotaProject() {
    return quotaProject;
  }

  @Override
  public IssuedToken<String> secret(String name) throws StepException {
    throw StepException.of(
        "secret " + name,
        "secret stores are read on a cloud only; here name a variable: keyFrom: env:NAME");
  }
}
