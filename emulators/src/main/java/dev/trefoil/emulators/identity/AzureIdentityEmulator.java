// What a function on Azure gets its tokens from: the App Service identity endpoint.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.entra.EntraTenant;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Issues its tenant's access tokens to whoever holds the identity header (api-version 2019-08-01),
 * for the system-assigned identity or, by {@code client_id}, for a user-assigned one.
 */
public final class AzureIdentityEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "azure-identity";

  /** The audience of Azure OpenAI, as {@code resource} names it. */
  public static final String COGNITIVE_SERVICES = "https://cognitiveservices.azure.com";

  /** The audience of Microsoft Foundry. */
  public static final String FOUNDRY = "https://ai.azure.com";

  /** The audience of Azure AI Search. */
  public static final String SEARCH = "https://search.azure.com";

  /** The object id of the system-assigned identity, which its tokens stand for. */
  public static final String PRINCIPAL = "4c7f9a52-1f0e-4b7e-9a0c-6d1b6d0f7a11";

  /** The client id of a user-assigned identity, to which no role is assigned. */
  public static final String USER_ASSIGNED_CLIENT_ID = "7d1c2f0a-93b4-4f7e-8a55-0c9e6f1b2d44";

  private static final String CLIENT_ID = "0b8a2d3e-55c1-4e0f-8f5d-2f5e8f1c9b10";
  private static final Map<String, String> IDENTITIES =
      Map.of(CLIENT_ID, PRINCIPAL, USER_ASSIGNED_CLIENT_ID, "e2b6c4d8-0f1a-4c3b-9d7e-5a8f6b4c2d10");
  private static final String PATH = "/msi/token";
  private static final String API_VERSION = "2019-08-01";
  private static final Duration USUAL = Duration.ofHours(24);

  private final String header = SecretText.hex(16);
  private final EntraTenant tenant;
  private final Clock clock;
  private final Lifetime lifetime;
  private final Renewing<EntraTenant.Token> current = new Renewing<>();
  private final TokenServer server;

  private AzureIdentityEmulator(
      EntraTenant tenant, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    this.tenant = tenant;
    this.clock = clock;
    this.lifetime = lifetime;
    this.server =
        TokenServer.start(
            SERVICE, new Protocol(), ledger, clock, handler -> HttpServer.start(0, handler));
  }

  /**
   * Starts it on any free port, with tokens that usually work for a day.
   *
   * @param tenant whose tokens they are
   */
  public static AzureIdentityEmulator start(
      EntraTenant tenant, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    return new AzureIdentityEmulator(tenant, ledger, clock, lifetime);
  }

  /** The environment variables that Azure gives to a function with a managed identity. */
  public Map<String, String> environment() {
    return Map.of(
        "IDENTITY_ENDPOINT", "http://127.0.0.1:" + server.port() + PATH, "IDENTITY_HEADER", header);
  }

  /** Gives new tokens from now on. */
  public void renew() {
    current.clear();
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

  private EntraTenant.Token token(String resource, String clientId, Optional<Flaw> flaw) {
    Duration works = lifetime.or(USUAL);
    return flaw.isPresent()
        ? fresh(resource, clientId, works, flaw)
        : current.get(
            clientId + " " + resource,
            clock.instant(),
            works,
            () -> fresh(resource, clientId, works, flaw));
  }

  private EntraTenant.Token fresh(
      String resource, String clientId, Duration works, Optional<Flaw> flaw) {
    String objectId = IDENTITIES.get(clientId);
    var origin = new Origin(tenant.issuerV1(), objectId);
    return tenant.issue(resource, clientId, objectId, works, origin, flaw);
  }

  /** The endpoint's protocol (App Service, "REST endpoint reference" of managed identities). */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return request.path().equals(PATH) ? Optional.of("token") : Optional.empty();
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      if (!request.method().equals("GET") || !request.path().equals(PATH)) {
        return refused(404, "no such path");
      }
      if (!request.headers().first("x-identity-header").equals(Optional.of(header))) {
        return refused(401, "the header X-IDENTITY-HEADER is missing or wrong");
      }
      if (!request.parameter("api-version").equals(Optional.of(API_VERSION))) {
        return refused(400, "api-version must be " + API_VERSION);
      }
      Optional<String> asked = request.parameter("resource").filter(r -> !r.isBlank());
      if (asked.isEmpty()) {
        return refused(400, "resource is missing");
      }
      String clientId = request.parameter("client_id").orElse(CLIENT_ID);
      if (!IDENTITIES.containsKey(clientId)) {
        return refused(
            400,
            "No User Assigned or Delegated Managed Identity found for specified"
                + " ClientId/ResourceId/PrincipalId.");
      }
      Optional<String> resource = tenant.resource(asked.get());
      if (resource.isEmpty()) {
        return refused(
            400,
            "AADSTS500011: The resource principal named %s was not found in the tenant named %s."
                .formatted(asked.get(), tenant.id()));
      }
      EntraTenant.Token token = token(resource.get(), clientId, flaw);
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("access_token", token.value())
          .put("client_id", clientId)
          .put("expires_on", Long.toString(token.expiresAt().getEpochSecond()))
          .put("resource", asked.get())
          .put("token_type", "Bearer");
      return TokenAnswer.issued(json, new Origin(tenant.issuerV1(), IDENTITIES.get(clientId)));
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      return body.map(json -> TokenAnswer.refused(status, "error", json))
          .orElseGet(() -> refused(status, "try again later"));
    }

    private static TokenAnswer refused(int status, String message) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      return TokenAnswer.refused(
          status, Integer.toString(status), json.put("statusCode", status).put("message", message));
    }
  }
}
