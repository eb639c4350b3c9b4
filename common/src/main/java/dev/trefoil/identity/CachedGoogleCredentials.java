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
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * A slot's token for Google's clients.
 *
 * <p>The universe is Google's public cloud: asking the metadata server for it, as the library's own
 * credentials do on the first call, costs a round trip.
 */
final class CachedGoogleCredentials extends Credentials {
  private static final long serialVersionUID = 1L;

  private final transient CachedToken<String> slot;
  private final transient Supplier<Optional<String>> quotaProject;

  /** Of an identity whose own project Google counts its calls to. */
  CachedGoogleCredentials(CachedToken<String> slot) {
    this(slot, Optional::empty);
  }

  /**
   * @param quotaProject asked when there is a token
   */
  CachedGoogleCredentials(CachedToken<String> slot, Supplier<Optional<String>> quotaProject) {
    this.slot = slot;
    this.quotaProject = quotaProject;
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

  private Map<String, List<String>> metadata(String token) {
    List<String> bearer = List.of("Bearer " + token);
    return quotaProject
        .get()
        .map(project -> Map.of("Authorization", bearer, "x-goog-user-project", List.of(project)))
        .orElseGet(() -> Map.of("Authorization", bearer));
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
