package dev.trefoil.identity;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import com.microsoft.aad.msal4j.MsalException;
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
 * Azure's tokens by MSAL, whose caches are passed by: from Entra for another cloud's token, and new
 * ones of the managed identity in place of those that {@link ManagedIdentity} has given.
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
   * A new token of the process's managed identity.
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
        managedIdentityStep(resource),
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

  static String managedIdentityStep(String resource) {
    return "the managed identity's token for " + resource;
  }

  private IssuedToken<String> token(
      String shown, String step, Request<CompletableFuture<IAuthenticationResult>> request)
      throws StepException {
    IAuthenticationResult result = tried(shown, step, () -> request.send().get());
    return IssuedToken.until(result.expiresOnDate().toInstant(), result.accessToken(), clock);
  }

  /**
   * Sends a request of MSAL's or azure-identity's, and once more after what may have passed by
   * then.
   *
   * @param shown a token that the request presents; empty for none
   */
  static <A> A tried(String shown, String step, Request<A> request) throws StepException {
    for (int tries = 1; ; tries++) {
      try {
        return request.send();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw StepException.of(step, "interrupted");
      } catch (Exception e) { // MSAL declares no narrower one.
        if (tries == TRIES || !isPassing(e)) {
          throw StepException.presenting(shown, step, words(e));
        }
      }
      pause(step);
    }
  }

  /** MSAL's own words where it has some: azure-identity wraps them in advice. */
  private static String words(Exception e) {
    Throwable said =
        Failures.cause(e, MsalException.class)
            .map(Throwable.class::cast)
            .orElseGet(() -> e instanceof ExecutionException ? e.getCause() : e);
    return Failures.words(said.getMessage(), said.toString());
  }

  /** Whether it may be over in a moment. */
  private static boolean isPassing(Throwable thrown) {
    return Failures.cause(thrown, MsalServiceException.class)
        .map(MsalServiceException::statusCode)
        .map(status -> status >= 500 || status == 429)
        .orElseGet(() -> Failures.cause(thrown, IOException.class).isPresent());
  }

  private static void pause(String step) throws StepException {
    try {
      Thread.sleep(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw StepException.of(step, "interrupted");
    }
  }

  /** What may have to be sent twice. */
  interface Request<A> {
    A send() throws Exception;
  }
}
