package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import dev.trefoil.net.BoundedHttp;
import dev.trefoil.store.StoreException.Absent;
import dev.trefoil.store.StoreException.Refused;
import dev.trefoil.store.StoreException.TooLarge;
import dev.trefoil.store.StoreException.Unreachable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One exchange with a cloud's table, blobs or queue, for those who speak their REST interfaces. The
 * client is made by the first exchange: most calls of the HTTP function need none.
 */
public final class StoreHttp {
  /** How long a whole exchange may take: a store answers in milliseconds or is in trouble. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** The largest request that a configuration may allow. */
  private static final int MOST_BYTES = 1 << 30;

  /** Characters of an error's body that say what was wrong. */
  private static final int MAX_WORDS = 500;

  private static final class Client {
    static final HttpClient INSTANCE =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
  }

  private StoreHttp() {}

  /**
   * A service's own words for what it refuses, as they stand in its answers.
   *
   * @param absent that a table, bucket or queue is not there
   * @param busy that it may do it a moment later, where the status does not say so
   * @param tooLarge that something is too large, where the status does not say so
   */
  public record Words(List<String> absent, List<String> busy, List<String> tooLarge) {}

  /**
   * Sends a request and reads the answer, both by the deadline, and within ten seconds.
   *
   * @param service as errors name it
   * @throws Unreachable when there is no answer
   */
  public static HttpResponse<byte[]> send(String service, HttpRequest request, Deadline deadline)
      throws Unreachable {
    return send(service, request, Duration.ZERO, deadline);
  }

  /**
   * The same where the service may wait before it answers.
   *
   * @param wait for how long, beyond the ten seconds
   */
  public static HttpResponse<byte[]> send(
      String service, HttpRequest request, Duration wait, Deadline deadline) throws Unreachable {
    Duration limit = deadline.within(LIMIT.plus(wait)).remaining();
    if (limit.isZero()) {
      throw new Unreachable(service + " is not called: the time is over");
    }
    try {
      return BoundedHttp.send(Client.INSTANCE, request, limit, MOST_BYTES);
    } catch (IOException e) {
      throw new Unreachable(service + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(service + " was not waited for: the worker ends", e);
    }
  }

  /**
   * Waits for a credential, which is part of the exchange.
   *
   * @throws Unreachable when it is not there in time
   * @throws Refused with the identity's own words when there is none
   */
  public static <T> T credential(String service, CompletableFuture<T> coming, Deadline deadline)
      throws StoreException {
    if (coming.isDone() && deadline.isExpired()) {
      throw new Unreachable(service + " is not called: the time is over");
    }
    try {
      return coming.get(deadline.within(LIMIT).remaining().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Unreachable(service + " is not called: no credential in time", e);
    } catch (ExecutionException e) {
      throw new Refused(service + " is not called: " + e.getCause().getMessage(), e);
    } catch (CancellationException e) {
      throw new Refused(service + " is not called: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(service + " was not waited for: the worker ends", e);
    } finally {
      coming.cancel(false);
    }
  }

  /** A body as text. */
  public static String words(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  /**
   * What an answer that nobody asked for is thrown as.
   *
   * @param what was asked for, named as a person would look for it: {@code the table jobs}
   */
  public static StoreException refusal(
      String service, String what, Words own, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    String words = words(response);
    String message =
        service
            + " answers "
            + status
            + " for "
            + what
            + ": "
            + words.substring(0, Math.min(words.length(), MAX_WORDS));
    if (own.absent().stream().anyMatch(words::contains)) {
      return new Absent(message);
    }
    if (status >= 500
        || status == 408
        || status == 429
        || own.busy().stream().anyMatch(words::contains)) {
      return new Unreachable(message);
    }
    return status == 413 || own.tooLarge().stream().anyMatch(words::contains)
        ? new TooLarge(message)
        : new Refused(message);
  }
}
