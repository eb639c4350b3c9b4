package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.util.Map;

/**
 * Gives the headers by which a POST says who sends it: a token, a key, or a signature of the whole
 * request. Used by many threads at once.
 */
@FunctionalInterface
public interface RequestSigner {
  /**
   * Asked anew for every request. May block while a token is fetched. Never to be logged.
   *
   * @param uri where the request goes
   * @param body what it carries, as it will be sent
   * @param cancellation ends the waiting, though not the fetching, from which later calls gain
   * @return values by header; an empty value stands for a header that is not sent
   * @throws ProviderException {@link ProviderException.Kind#AUTH} when none can be had, TIMEOUT
   *     when the attempt was cancelled meanwhile
   */
  Map<String, String> headers(URI uri, byte[] body, Cancellation cancellation)
      throws ProviderException;

  /**
   * The same of a request of another method.
   *
   * @param sent its other headers, which a signature is over too
   */
  default Map<String, String> headers(
      String method, URI uri, Map<String, String> sent, byte[] body, Cancellation cancellation)
      throws ProviderException {
    return headers(uri, body, cancellation);
  }

  /** What every request carries alike. */
  static RequestSigner header(String name, Authorization value) {
    return (uri, body, cancellation) -> Map.of(name, value.header(cancellation));
  }
}
