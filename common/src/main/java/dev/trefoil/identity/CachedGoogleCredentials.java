package dev.trefoil.identity;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * A slot's token for Google's clients.
 *
 * <p>The universe is Google's public cloud: asking the metadata server for it, as the library's own
 * credentials do on the first call, costs a round trip.
 */
final class CachedGoogleCredentials extends Credentials {
  private static final long serialVersionUID = 1L;

  private final transient CachedToken<String> slot;

  CachedGoogleCredentials(CachedToken<String> slot) {
    this.slot = slot;
  }

  @Override
  public String getUniverseDomain() {
    return GOOGLE_DEFAULT_UNIVERSE;
  }

  @Override
  public String getAuthenticationType() {
    return "OAuth2";
  }

  /** Does not block; the callback may run on the thread that fetched the token. */
  @Override
  public void getRequestMetadata(URI uri, Executor executor, RequestMetadataCallback callback) {
    slot.get()
        .whenComplete(
            (token, thrown) -> {
              if (thrown == null) {
                callback.onSuccess(metadata(token));
              } else {
                callback.onFailure(failure(Failures.root(thrown)));
              }
            });
  }

  @Override
  public Map<String, List<String>> getRequestMetadata(URI uri) throws IOException {
    try {
      return metadata(slot.await(new Cancellation()));
    } catch (ProviderException e) {
      throw failure(e);
    }
  }

  private static Map<String, List<String>> metadata(String token) {
    return Map.of("Authorization", List.of("Bearer " + token));
  }

  private static IOException failure(Throwable cause) {
    return new IOException(cause.getMessage(), cause);
  }

  @Override
  public boolean hasRequestMetadata() {
    return true;
  }

  @Override
  public boolean hasRequestMetadataOnly() {
    return true;
  }

  /** Nothing to do: the slot knows when. */
  @Override
  public void refresh() {}
}
