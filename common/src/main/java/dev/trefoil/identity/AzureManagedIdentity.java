package dev.trefoil.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;

/** The function's managed identity for Azure OpenAI. MSAL inside the credential keeps the token. */
final class AzureManagedIdentity implements Authorization {
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";
  private static final int RETRIES = 1;
  private static final Duration RETRY_DELAY = Duration.ofMillis(200);
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private final TokenRequestContext request = new TokenRequestContext().addScopes(SCOPE);
  private final TokenCredential credential =
      new ManagedIdentityCredentialBuilder()
          .httpClient(
              new JdkHttpClientBuilder()
                  .connectionTimeout(TIMEOUT)
                  .responseTimeout(TIMEOUT)
                  .readTimeout(TIMEOUT)
                  .build())
          .retryOptions(new RetryOptions(new FixedDelayOptions(RETRIES, RETRY_DELAY)))
          .build();

  @Override
  public String header() throws ProviderException {
    try {
      return "Bearer " + credential.getTokenSync(request).getToken();
    } catch (RuntimeException e) {
      // The outer message only points to the inner one.
      Throwable root = Failures.root(e);
      throw new ProviderException(
          Kind.AUTH,
          "Azure managed identity, token for "
              + SCOPE
              + ": "
              + Failures.words(root.getMessage(), root.toString()),
          e);
    }
  }
}
