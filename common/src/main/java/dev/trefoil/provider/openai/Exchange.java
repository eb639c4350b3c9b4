package dev.trefoil.provider.openai;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One HTTP request and its response, read on the calling thread: what the service sends faster
 * waits in the connection. Closing it, or cancelling the attempt at any time, ends the request.
 */
final class Exchange implements AutoCloseable {
  private static final int MOST_LEFT_OVER = 1 << 16;

  private final HttpResponse<BodyStream> response;

  private Exchange(HttpResponse<BodyStream> response) {
    this.response = response;
  }

  /**
   * Sends {@code request} and waits for the response's head.
   *
   * @throws ProviderException UNREACHABLE when there was none
   */
  static Exchange begin(HttpClient client, HttpRequest request, Cancellation cancellation)
      throws ProviderException {
    CompletableFuture<HttpResponse<BodyStream>> sent =
        client.sendAsync(request, head -> new BodyStream());
    cancellation.onCancel(() -> end(sent));
    try {
      return new Exchange(sent.get());
    } catch (InterruptedException e) {
      end(sent);
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw cancellation.isCancelled()
          ? Failures.cancelled()
          : new ProviderException(
              Kind.UNREACHABLE,
              request.uri().getHost() + ": " + Failures.words(cause.getMessage(), cause.toString()),
              cause);
    }
  }

  HttpResponse<BodyStream> response() {
    return response;
  }

  InputStream body() {
    return response.body();
  }

  /** Reads what little may follow a complete answer, so that the connection can be used again. */
  void drain() {
    try {
      body().readNBytes(MOST_LEFT_OVER);
    } catch (IOException e) {
      // The answer is complete; only the connection is lost.
    }
  }

  @Override
  public void close() {
    response.body().close();
  }

  private static void end(CompletableFuture<HttpResponse<BodyStream>> sent) {
    if (!sent.cancel(true)) {
      sent.thenAccept(response -> new Exchange(response).close());
    }
  }
}
