// Publishes the issuers' discovery documents and keys.
package dev.trefoil.emulators.identity.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TokenAnswer;
import dev.trefoil.emulators.identity.TokenProtocol;
import dev.trefoil.emulators.net.HttpRequest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The documents of several issuers, each under {@code /NAME/}. */
public final class IssuerServer implements TokenProtocol {

  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/.well-known/jwks.json";

  private final Map<String, Published> issuers = new ConcurrentHashMap<>();

  private record Published(OidcIssuer issuer, String name, String base) {}

  /**
   * Publishes an issuer.
   *
   * @param path one segment, unlike that of others
   * @param name the issuer, as tokens say it
   * @param server this server's address
   * @return where its documents are
   */
  public String publish(String path, OidcIssuer issuer, String name, String server) {
    String base = server + "/" + path;
    issuers.put("/" + path, new Published(issuer, name, base));
    return base;
  }

  /** It issues nothing. */
  @Override
  public Optional<String> operation(HttpRequest request) {
    return Optional.empty();
  }

  @Override
  public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
    String path = request.path();
    for (Map.Entry<String, Published> entry : issuers.entrySet()) {
      Published published = entry.getValue();
      if (path.equals(entry.getKey() + DISCOVERY)) {
        return document(published.issuer().discovery(published.name(), published.base() + KEYS));
      }
      if (path.equals(entry.getKey() + KEYS)) {
        return document(published.issuer().keys());
      }
    }
    return failed(404, Optional.empty());
  }

  @Override
  public TokenAnswer failed(int status, Optional<JsonNode> body) {
    JsonNode json =
        body.orElseGet(() -> JsonNodeFactory.instance.objectNode().put("error", "unavailable"));
    return TokenAnswer.refused(status, "unavailable", json);
  }

  private static TokenAnswer document(JsonNode json) {
    return TokenAnswer.issued(json, Origin.NOBODY);
  }
}
