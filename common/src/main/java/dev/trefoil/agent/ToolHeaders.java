package dev.trefoil.agent;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.net.URI;
import java.util.Map;

/** Gives the headers by which a request to a tool says who sends it. Used by many threads. */
@FunctionalInterface
public interface ToolHeaders {
  /** Says nothing. */
  ToolHeaders NONE = (method, uri, sent, body, gone) -> Map.of();

  /**
   * Asked anew for every request; may block while a token is fetched. Never to be logged.
   *
   * @param sent the request's other headers
   * @param body as it is sent; empty for none
   * @throws ProviderException when there is no token or key
   */
  Map<String, String> of(
      String method, URI uri, Map<String, String> sent, byte[] body, Cancellation gone)
      throws ProviderException;
}
