package dev.trefoil.provider.http;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/**
 * Posts JSON to one model service by HTTP/1.1, on the thread that asks, which alone waits. Used by
 * many threads at once. Nothing is sent twice, no redirect is followed, no cookie kept, nothing
 * unpacked.
 */
public final class JsonClient implements AutoCloseable {
  /** A header's name, by RFC 9110. */
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  private final Connections connections;

  /**
   * Opens no connection.
   *
   * @param connectTimeout for the TCP and TLS handshakes of one connection
   */
  public JsonClient(Duration connectTimeout) {
    this.connections = new Connections(connectTimeout);
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
    ClassicHttpRequest request = request(uri, headers, body, stream);
    if (cancellation.isCancelled()) {
      throw Failures.cancelled(); // The answer may be there before it can be cancelled.
    }
    return Exchange.begin(connections, uri, request, cancellation);
  }

  private static ClassicHttpRequest request(
      URI uri, Map<String, String> headers, byte[] body, boolean stream) throws ProviderException {
    BasicClassicHttpRequest request =
        new BasicClassicHttpRequest("POST", uri.getScheme(), authority(uri), path(uri));
    // To a service without TLS a proxy is told the whole address.
    request.setAbsoluteRequestUri(!Connections.isSecure(uri) && Connections.proxy(uri).isPresent());
    request.setHeader("Host", authority(uri));
    request.setHeader("User-Agent", "trefoil");
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getValue().isEmpty()) {
        if (!TOKEN.matcher(header.getKey()).matches() || !isValue(header.getValue())) {
          throw new ProviderException(Kind.AUTH, "the authorization cannot stand in a header");
        }
        request.addHeader(header.getKey(), header.getValue());
      }
    }
    request.setHeader("Content-Type", "application/json");
    request.setHeader("Accept", stream ? "text/event-stream" : "application/json");
    request.setHeader("Content-Length", body.length);
    request.setEntity(new ByteArrayEntity(body, null));
    return request;
  }

  private static URIAuthority authority(URI uri) {
    boolean usual = uri.getPort() == (Connections.isSecure(uri) ? 443 : 80);
    return new URIAuthority(uri.getHost(), usual ? -1 : uri.getPort());
  }

  private static String path(URI uri) {
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** Text, spaces and tabs, in one line. */
  private static boolean isValue(String value) {
    return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c <= 0xff && c != 0x7f);
  }

  /** Frees connections; exchanges that are under way fail. */
  @Override
  public void close() {
    connections.close();
  }
}
