package dev.trefoil.identity;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
import com.google.auth.oauth2.ComputeEngineCredentials;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * The function's service account by the metadata server, whose failures are told apart from the
 * service's. {@code ComputeEngineCredentials} keeps the token and refreshes it ahead.
 *
 * <p>The universe is Google's public cloud: asking the metadata server for it, as the credential
 * inside would do on the first call, costs a round trip.
 */
final class GoogleMetadata extends Credentials {
  private static final long serialVersionUID = 1L;
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final ComputeEngineCredentials credentials =
      ComputeEngineCredentials.newBuilder().setScopes(List.of(SCOPE)).build();

  @Override
  public String getUniverseDomain() {
    return GOOGLE_DEFAULT_UNIVERSE;
  }

  @Override
  public String getAuthenticationType() {
    return credentials.getAuthenticationType();
  }

  @Override
  public void getRequestMetadata(URI uri, Executor executor, RequestMetadataCallback callback) {
    credentials.getRequestMetadata(
        uri,
        executor,
        new RequestMetadataCallback() {
          @Override
          public void onSuccess(Map<String, List<String>> metadata) {
            callback.onSuccess(metadata);
          }

          @Override
          public void onFailure(Throwable thrown) {
            callback.onFailure(failure(thrown));
          }
        });
  }

  @Override
  public Map<String, List<String>> getRequestMetadata(URI uri) throws IOException {
    try {
      return credentials.getRequestMetadata(uri);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private static IOException failure(Throwable thrown) {
    String message = "Google metadata server, access token: " + thrown.getMessage();
    return new IOException(message, new ProviderException(Kind.AUTH, message, thrown));
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  @Override
  public void refresh() throws IOException {
    credentials.refresh();
  }
}
