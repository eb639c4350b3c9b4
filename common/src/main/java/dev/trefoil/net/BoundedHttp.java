package dev.trefoil.net;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP exchange with one limit for all of it. {@link HttpRequest.Builder#timeout} of the JDKs
 * before 26 ends with the answer's headers (JDK-8208693): a body that stalls would be waited for.
 */
public final class BoundedHttp {
  private BoundedHttp() {}

  /**
   * Sends a request and reads the whole answer. What goes beyond a limit is given up, and its
   * connection closed.
   *
   * @param limit from the first byte of the request to the last of the answer
   * @param mostBytes of the answer's body
   * @throws HttpTimeoutException when the answer is not whole in time
   * @throws IOException when there is none, or one that is too large
   */
  public static HttpResponse<byte[]> send(
      HttpClient client, HttpRequest request, Duration limit, int mostBytes)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, headers -> new Limited(mostBytes));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      HttpTimeoutException late =
          new HttpTimeoutException("no whole answer within " + limit.toMillis() + " ms");
      late.initCause(e);
      throw late;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException(e.getCause().toString(), e.getCause());
    } finally {
      // Of an exchange that has not ended, this closes the connection.
      answer.cancel(true);
    }
  }

  /**
   * The same by a client that is there for this exchange only, so that neither connection nor
   * thread outlives it.
   */
  public static HttpResponse<byte[]> sendOnce(HttpRequest request, Duration limit, int mostBytes)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(limit).build()) {
      try {
        return send(client, request, limit, mostBytes);
      } finally {
        client.shutdownNow();
      }
    }
  }

  /** A body of so many bytes and no more. */
  private static final class Limited implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
    private final int most;
    private Flow.Subscription subscription;
    private long read;

    Limited(int most) {
      this.most = most;
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      whole.onSubscribe(begun);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
      for (ByteBuffer bytes : part) {
        read += bytes.remaining();
      }
      if (read > most) {
        subscription.cancel();
        whole.onError(new IOException("the answer has more than " + most + " bytes"));
      } else {
        whole.onNext(part);
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.onError(failure);
    }

    @Override
    public void onComplete() {
      whole.onComplete();
    }
  }
}
