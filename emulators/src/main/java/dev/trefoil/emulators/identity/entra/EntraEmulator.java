// Microsoft Entra's token endpoint on loopback.
package dev.trefoil.emulators.identity.entra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Form;
import dev.trefoil.emulators.identity.Lifetime;
import dev.trefoil.emulators.identity.Origin;
import dev.trefoil.emulators.identity.TokenAnswer;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.TokenProtocol;
import dev.trefoil.emulators.identity.TokenServer;
import dev.trefoil.emulators.identity.TokenService;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import dev.trefoil.emulators.net.LoopbackTls;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Client credentials with a federated assertion, and the documents that the tokens' keys are found
 * by, over HTTPS on 127.0.0.1: the vendor's libraries refuse anything else.
 */
public final class EntraEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "entra";

  private static final String ASSERTION_TYPE =
      "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  private static final String DEFAULT_SCOPE = "/.default";

  /** The vendor's libraries always ask for these, too. */
  private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access");

  private static final Duration USUAL = Duration.ofHours(1);

  private final EntraTenant tenant;
  private final Assertions assertions;
  private final Clock clock;
  private final Lifetime lifetime;
  private final TokenServer server;

  private EntraEmulator(
      EntraTenant tenant,
      Issuers issuers,
      LoopbackTls tls,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    this.tenant = tenant;
    this.assertions = new Assertions(issuers, clock);
    this.clock = clock;
    this.lifetime = lifetime;
    this.server =
        TokenServer.start(
            SERVICE,
            new Protocol(),
            ledger,
            clock,
            handler -> HttpServer.startTls(0, tls, handler));
    issuers.add(tenant.issuerV1(), authorityHost() + tenant.id());
    issuers.add(tenant.issuerV2(), authorityHost() + tenant.id() + "/v2.0");
  }

  /**
   * Starts it on any free port and makes its issuers known.
   *
   * @param issuers where the keys of other issuers are found
   * @param tls what it identifies itself with; stays the caller's to close
   */
  public static EntraEmulator start(
      EntraTenant tenant,
      Issuers issuers,
      LoopbackTls tls,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    return new EntraEmulator(tenant, issuers, tls, ledger, clock, lifetime);
  }

  /**
   * Where it listens, {@code https://127.0.0.1:PORT/}, as {@code AZURE_AUTHORITY_HOST} takes it.
   */
  public URI authorityHost() {
    return URI.create("https://127.0.0.1:" + server.port() + "/");
  }

  @Override
  public String service() {
    return SERVICE;
  }

  @Override
  public Controls controls() {
    return server.controls();
  }

  @Override
  public void close() {
    server.close();
  }

  private TokenAnswer token(HttpRequest request, Optional<Flaw> flaw) throws EntraRefusal {
    String asked = request.path().substring(1, request.path().indexOf('/', 1));
    if (!asked.equals(tenant.id())) {
      throw EntraErrors.wrongTenant(asked);
    }
    Form form = Form.of(request);
    String grant = required(form, "grant_type");
    if (!grant.equals("client_credentials")) {
      throw EntraErrors.wrongGrant(grant);
    }
    String clientId = required(form, "client_id");
    EntraApplication application =
        tenant
            .application(clientId)
            .orElseThrow(() -> EntraErrors.unknownApplication(clientId, tenant.id()));
    String scope =
        Arrays.stream(required(form, "scope").split(" "))
            .filter(name -> !OPENID_SCOPES.contains(name))
            .collect(Collectors.joining(" "));
    if (!required(form, "client_assertion_type").equals(ASSERTION_TYPE)) {
      throw EntraErrors.malformed();
    }
    Origin origin = assertions.check(required(form, "client_assertion"), application);
    if (!scope.endsWith(DEFAULT_SCOPE)) {
      throw EntraErrors.wrongScope(scope);
    }
    String wanted = scope.substring(0, scope.length() - DEFAULT_SCOPE.length());
    String resource =
        tenant.resource(wanted).orElseThrow(() -> EntraErrors.unknownResource(wanted, tenant.id()));
    Duration works = lifetime.or(USUAL);
    EntraTenant.Token token =
        tenant.issue(resource, clientId, application.objectId(), works, origin, flaw);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("token_type", "Bearer")
        .put("expires_in", works.toSeconds())
        .put("ext_expires_in", works.toSeconds())
        .put("access_token", token.value());
    return TokenAnswer.issued(json, origin);
  }

  private static String required(Form form, String name) throws EntraRefusal {
    return form.get(name).orElseThrow(() -> EntraErrors.missing(name));
  }

  /** The endpoint's protocol (OAuth 2.0 client credentials, version 2.0 of the endpoint). */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return request.method().equals("POST") && request.path().endsWith("/oauth2/v2.0/token")
          ? Optional.of("token")
          : Optional.empty();
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      if (operation(request).isPresent()) {
        try {
          return token(request, flaw);
        } catch (EntraRefusal e) {
          return TokenAnswer.refused(
              e.status(), "AADSTS" + e.number(), EntraErrors.json(e, clock.instant()));
        }
      }
      String root = "/" + tenant.id();
      String keys = authorityHost() + tenant.id() + "/discovery/v2.0/keys";
      String path = request.path();
      if (path.equals(root + "/.well-known/openid-configuration")) {
        return document(tenant.issuer().discovery(tenant.issuerV1(), keys));
      }
      if (path.equals(root + "/v2.0/.well-known/openid-configuration")) {
        return document(tenant.issuer().discovery(tenant.issuerV2(), keys));
      }
      return path.equals(root + "/discovery/v2.0/keys")
          ? document(tenant.issuer().keys())
          : failed(404, Optional.empty());
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      var unavailable =
          new EntraRefusal(
              status,
              "temporarily_unavailable",
              90033,
              "A transient error has occurred. Please try again.");
      return TokenAnswer.refused(
          status,
          "AADSTS90033",
          body.orElseGet(() -> EntraErrors.json(unavailable, clock.instant())));
    }

    private static TokenAnswer document(JsonNode json) {
      return TokenAnswer.issued(json, Origin.NOBODY);
    }
  }
}
