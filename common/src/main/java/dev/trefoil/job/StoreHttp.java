package dev.trefoil.job;

import dev.trefoil.net.BoundedHttp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * One exchange with a cloud's table, blobs or queue, for the adapters that speak their REST
 * interfaces. The client is made by the first exchange: most calls of the HTTP function need none.
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
   * Sends a request and reads the answer, both within ten seconds.
   *
   * @param service as errors name it
   * @throws StoreException when there is no answer
   */
  public static HttpResponse<byte[]> send(String service, HttpRequest request)
      throws StoreException {
    return send(service, request, LIMIT);
  }

  static HttpResponse<byte[]> send(String service, HttpRequest request, Duration limit)
      throws StoreException {
    try {
      return BoundedHttp.send(Client.INSTANCE, request, limit, MOST_BYTES);
    } catch (IOException e) {
      throw new StoreException(service + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(service + " was not waited for: the worker ends", e);
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
  public static StoreException refusal(String service, String what, HttpResponse<byte[]> response) {
    String words = words(response);
    return new StoreException(
        service
            + " answers "
            + response.statusCode()
            + " for "
            + what
            + ": "
            + words.substring(0, Math.min(words.length(), MAX_WORDS)));
  }
}
