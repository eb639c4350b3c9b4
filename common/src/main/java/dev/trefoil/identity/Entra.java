package dev.trefoil.identity;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalServiceException;
import dev.trefoil.provider.Failures;
import java.io.IOException;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Azure's tokens: of the function's managed identity on Azure, and from Entra for another cloud's
 * token elsewhere. By MSAL, which azure-identity is a layer above; its own caches are passed by.
 */
final class Entra {
  /** Whom a token is made out to that Entra takes as a client assertion. */
  static final String ASSERTION_AUDIENCE = "api://AzureADTokenExchange";

  private static final int TIMEOUT_MILLIS = 3000;
  private static final int TRIES = 2;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final String authority;
  private final Clock clock;

  /**
   * @param env where {@code AZURE_AUTHORITY_HOST} may name another authority, as for Microsoft's
   *     own SDKs: that of a national cloud
   */
  Entra(Map<String, String> env, Clock clock) {
    String host = env.getOrDefault("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/");
    this.authority = host.endsWith("/") ? host : host + "/";
    this.clock = clock;
  }

  /**
   * A token of the function's managed identity, by {@code IDENTITY_ENDPOINT} and {@code
   * IDENTITY_HEADER} of the environment.
   *
   * @param clientId of a user-assigned identity; empty for the system-assigned one
   */
  IssuedToken<String> managedIdentity(String resource, Optional<String> clientId)
      throws StepException {
    ManagedIdentityApplication application =
        ManagedIdentityApplication.builder(
                clientId
                    .map(ManagedIdentityId::userAssignedClientId)
                    .orElseGet(ManagedIdentityId::systemAssigned))
            .connectTimeoutForDefaultHttpClient(TIMEOUT_MILLIS)
            .readTimeoutForDefaultHttpClient(TIMEOUT_MILLIS)
            .disableInternalRetries()
            .build();
    ManagedIdentityParameters parameters =
        ManagedIdentityParameters.builder(resource).forceRefresh(true).build();
    return token(
        "",
        "the managed identity's token for " + resource,
        () -> application.acquireTokenForManagedIdentity(parameters));
  }

  /**
   * A token of the application {@code clientId}.
   *
   * @param assertion a token that one of the application's federated credentials matches
   */
  IssuedToken<String> federated(String tenant, String clientId, String assertion, String resource)
      throws StepException {
    String step = "client assertion for application " + clientId + " at " + authority + tenant;
    ConfidentialClientApplication application;
    try {
      application =
          ConfidentialClientApplication.builder(
                  clientId, ClientCredentialFactory.createFromClientAssertion(assertion))
              .authority(authority + tenant)
              // It would ask another host of Microsoft's whether the authority is one of theirs.
              .instanceDiscovery(false)
              .connectTimeoutForDefaultHttpClient(TIMEOUT_MILLIS)
              .readTimeoutForDefaultHttpClient(TIMEOUT_MILLIS)
              .disableInternalRetries()
              .build();
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw StepException.of(step, "AZURE_AUTHORITY_HOST: " + e.getMessage());
    }
    ClientCredentialParameters parameters =
        ClientCredentialParameters.builder(Set.of(resource + "/.default")).skipCache(true).build();
    return token(assertion, step, () -> application.acquireToken(parameters));
  }

  private IssuedToken<String> token(String shown, String step, Request request)
      throws StepException {
    for (int tries = 1; ; tries++) {
      try {
        IAuthenticationResult result = request.send().get();
        return IssuedToken.until(result.expiresOnDate().toInstant(), result.accessToken(), clock);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw StepException.of(step, "interrupted");
      } catch (Exception e) { // MSAL declares no narrower one.
        Throwable thrown = e instanceof ExecutionException ? e.getCause() : e;
        if (tries == TRIES || !isPassing(thrown)) {
          throw StepException.presenting(
              shown, step, Failures.words(thrown.getMessage(), thrown.toString()));
        }
      }
      pause(step);
    }
  }

  /** Whether it may be over in a moment. */
  private static boolean isPassing(Throwable thrown) {
    return thrown instanceof MsalServiceException service && service.statusCode() != null
        ? service.statusCode() >= 500 || service.statusCode() == 429
        : Failures.cause(thrown, IOException.class).isPresent();
  }

  private static void pause(String step) throws StepException {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StepException.of(step, "interrupted");
    }
  }

  private interface Request {
    CompletableFuture<IAuthenticationResult> send() throws Exception;
  }
}
