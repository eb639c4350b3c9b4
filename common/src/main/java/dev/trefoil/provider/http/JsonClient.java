package dev.trefoil.provider.http;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;

/** Posts JSON to one model service. Used by many threads at once. */
public final class JsonClient implements AutoCloseable {
  private final HttpClient client;

  /**
   * Opens no connection.
   *
   * @param connectTimeout for the TCP and TLS handshakes of one connection
   */
  public JsonClient(Duration connectTimeout) {
    // HTTP/1.1: a pooled connection a call, none of HTTP/2's stream limits; to an http address the
    // JDK's default would add an upgrade to every request.
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // What arrives is handled on the client's one selector thread, which only queues it;
            // a hop to a pool's thread, the default, is 49 of 128 µs of CPU a call (16 callers, two
            // cores). Name look-ups have threads of their own all the same: see Sending.
            .executor(Runnable::run)
            .connectTimeout(connectTimeout)
            .build();
  }

  /**
   * Sends {@code body} and waits for the response's head.
   *
   * @param headers besides those that say what the body is and what is awaited; an empty value
   *     means that the header is not sent
   * @param stream whether a stream of events is awaited, or JSON
   * @throws ProviderException TIMEOUT when it was cancelled before; UNREACHABLE when there was no
   *     response; AUTH when a header's value cannot stand in a header
   */
  public Exchange post(
      URI uri, Map<String, String> headers, byte[] body, boolean stream, Cancellation cancellation)
      throws ProviderException {
    HttpRequest request = request(uri, headers, body, stream);
    if (cancellation.isCancelled()) {
      throw Failures.cancelled(); // The answer may be there before it can be cancelled.
    }
    return Exchange.begin(Sending.of(client, request), uri.getHost(), cancellation);
  }

  private static HttpRequest request(
      URI uri, Map<String, String> headers, byte[] body, boolean stream) throws ProviderException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    try {
      headers.forEach(
          (name, value) -> {
            if (!value.isEmpty()) {
              request.header(name, value);
            }
          });
    } catch (IllegalArgumentException e) {
      // Without the cause: it quotes the header.
      throw new ProviderException(Kind.AUTH, "the authorization cannot stand in a header");
    }
    return request
        .header("Content-Type", "application/json")
        .header("Accept", stream ? "text/event-stream" : "application/json")
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  /** Frees connections and threads; exchanges that are under way fail. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
