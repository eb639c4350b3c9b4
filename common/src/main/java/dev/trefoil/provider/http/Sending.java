// A request on its way, up to the moment at which its response begins.
package dev.trefoil.provider.http;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Becomes an {@link Exchange} as soon as the head of its response is there, or ends. The JDK's own
 * future says so as well, but by way of a thread of the common pool.
 */
final class Sending {
  /** The start of a request waits while the service's name is looked up, and cannot be ended. */
  private static final ExecutorService STARTERS =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("trefoil-http-", 0).factory());

  private final CompletableFuture<Exchange> exchange = new CompletableFuture<>();

  private Sending() {}

  /** Sends a request; does not wait. */
  static Sending of(HttpClient client, HttpRequest request) {
    Sending sending = new Sending();
    STARTERS.execute(() -> sending.start(client, request));
    return sending;
  }

  private void start(HttpClient client, HttpRequest request) {
    if (exchange.isDone()) {
      return;
    }
    try {
      CompletableFuture<HttpResponse<BodyStream>> sent = client.sendAsync(request, this::begun);
      exchange.whenComplete(
          (begun, failure) -> {
            if (exchange.isCancelled()) {
              sent.cancel(true);
            }
          });
      sent.whenComplete(
          (response, failure) -> {
            if (failure != null) {
              exchange.completeExceptionally(cause(failure));
            }
          });
    } catch (RuntimeException | Error e) {
      exchange.completeExceptionally(e);
    }
  }

  private HttpResponse.BodySubscriber<BodyStream> begun(HttpResponse.ResponseInfo head) {
    BodyStream body = new BodyStream();
    if (!exchange.complete(new Exchange(head, body))) {
      body.close();
    }
    return body;
  }

  /** The response's head and its body; fails when there is none. */
  CompletableFuture<Exchange> exchange() {
    return exchange;
  }

  /** Ends the request, whether its response has begun or not. */
  void end() {
    if (!exchange.cancel(false)) {
      exchange.thenAccept(Exchange::close);
    }
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
