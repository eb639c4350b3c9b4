package dev.trefoil.identity;

import com.google.auth.Credentials;
import com.google.auth.RequestMetadataCallback;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Google's token, and the project that the call is counted to where the credentials say one. */
public final class GoogleRequestSigner implements RequestSigner {
  private final Credentials credentials;

  public GoogleRequestSigner(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public Map<String, String> headers(URI uri, byte[] body, Cancellation cancellation)
      throws ProviderException {
    CompletableFuture<Map<String, List<String>>> metadata = new CompletableFuture<>();
    cancellation.onCancel(() -> metadata.cancel(false));
    credentials.getRequestMetadata(
        uri,
        Runnable::run,
        new RequestMetadataCallback() {
          @Override
          public void onSuccess(Map<String, List<String>> given) {
            metadata.complete(given);
          }

          @Override
          public void onFailure(Throwable thrown) {
            metadata.completeExceptionally(thrown);
          }
        });
    try {
      Map<String, String> headers = new HashMap<>();
      metadata.get().forEach((name, values) -> headers.put(name, values.getFirst()));
      return headers;
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      throw Failures.in(e)
          .orElseGet(
              () -> new ProviderException(Kind.AUTH, "Google's credentials: " + e.getMessage(), e));
    }
  }
}
