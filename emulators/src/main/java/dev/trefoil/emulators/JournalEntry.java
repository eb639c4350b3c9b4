// What is remembered of one request: enough to assert on, nothing that could be used as a
// credential.
package dev.trefoil.emulators;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.Origin;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request that a model service received, refused ones included.
 *
 * @param at when its body had arrived
 * @param service the service's name under {@code services}
 * @param method the HTTP method; {@code POST} for gRPC
 * @param path the path as sent, still percent-encoded, without the query
 * @param headers lower-case names to values in order, without any that carry a credential
 * @param body the body as JSON (proto JSON for Vertex AI); a string node when it was not JSON
 * @param principal whom the verified credential belongs to; empty when none was verified
 * @param origin who that was on its own cloud, before any token was exchanged for another
 */
public record JournalEntry(
    Instant at,
    String service,
    String method,
    String path,
    Map<String, List<String>> headers,
    JsonNode body,
    String principal,
    Origin origin) {

  /** A request of nobody that another cloud vouches for. */
  public JournalEntry(
      Instant at,
      String service,
      String method,
      String path,
      Map<String, List<String>> headers,
      JsonNode body,
      String principal) {
    this(at, service, method, path, headers, body, principal, Origin.NOBODY);
  }
}
