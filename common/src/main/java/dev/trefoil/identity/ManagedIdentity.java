package dev.trefoil.identity;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Configuration;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokens of the managed identity that Azure gives this process, by azure-identity: of App Service
 * and Container Apps by {@code IDENTITY_ENDPOINT} and {@code IDENTITY_HEADER}, of a virtual machine
 * by its metadata service, on Kubernetes by workload identity.
 *
 * <p>What the credential has given it gives again until five minutes before its end, out of a cache
 * of MSAL's that a process has once: neither another credential nor the claims of a request pass it
 * by (azure-identity 1.19.0). A token that was refused is therefore replaced by MSAL itself, which
 * puts the new one into that cache.
 */
final class ManagedIdentity {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final Optional<String> clientId;
  private final boolean inKubernetes;
  private final Entra entra;
  private final Clock clock;
  private final Set<String> given = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private Optional<TokenCredential> credential = Optional.empty();

  /**
   * @param clientId of a user-assigned identity; empty for the system-assigned one
   * @param env the process's real environment, which azure-identity reads
   */
  ManagedIdentity(Optional<String> clientId, Map<String, String> env, Clock clock) {
    this.clientId = clientId;
    this.inKubernetes =
        env.containsKey("AZURE_TENANT_ID") && env.containsKey("AZURE_FEDERATED_TOKEN_FILE");
    this.entra = new Entra(env, clock);
    this.clock = clock;
  }

  /** Builds the credential, which asks no one: so that no call has to. */
  synchronized TokenCredential credential() {
    if (credential.isEmpty()) {
      ManagedIdentityCredentialBuilder builder =
          new ManagedIdentityCredentialBuilder().pipeline(pipeline());
      clientId.ifPresent(builder::clientId);
      credential = Optional.of(builder.build());
    }
    return credential.get();
  }

  /** Without policies of azure-core: {@link Entra#tried} tries again, and nothing is logged. */
  private static HttpPipeline pipeline() {
    return new HttpPipelineBuilder()
        .httpClient(
            new JdkHttpClientBuilder()
                // By the JVM's own properties, as everything else here; not by HTTP_PROXY.
                .configuration(Configuration.NONE)
                .connectionTimeout(TIMEOUT)
                .responseTimeout(TIMEOUT)
                .build())
        .build();
  }

  /**
   * A token for a resource of Azure.
   *
   * @param resource {@code https://cognitiveservices.azure.com}, an application ID URI
   */
  IssuedToken<String> token(String resource) throws StepException {
    boolean anew = refused.remove(resource);
    given.add(resource);
    if (anew && !inKubernetes) {
      return entra.managedIdentity(resource, clientId);
    }
    TokenRequestContext request = new TokenRequestContext().addScopes(resource + "/.default");
    AccessToken token =
        Entra.tried(
            "", Entra.managedIdentityStep(resource), () -> credential().getTokenSync(request));
    return IssuedToken.until(token.getExpiresAt().toInstant(), token.getToken(), clock);
  }

  /** What was given so far may be refused: the next token of each resource is a new one. */
  void renew() {
    given.forEach(this::renew);
  }

  /** The same of one resource. */
  synchronized void renew(String resource) {
    refused.add(resource);
    // Workload identity's tokens are kept by the credential itself.
    credential = inKubernetes ? Optional.empty() : credential;
  }
}
