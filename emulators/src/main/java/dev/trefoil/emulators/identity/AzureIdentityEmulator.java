// What a function on Azure gets its tokens from: the App Service identity endpoint.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Issues access tokens to whoever holds the identity header (api-version 2019-08-01). */
public final class AzureIdentityEmulator implements AutoCloseable {

  /** The audience of Azure OpenAI, as {@code resource} names it. */
  public static final String COGNITIVE_SERVICES = "https://cognitiveservices.azure.com";

  /** The object id of the managed identity that its tokens stand for. */
  public static final String PRINCIPAL = "4c7f9a52-1f0e-4b7e-9a0c-6d1b6d0f7a11";

  private static final String CLIENT_ID = "0b8a2d3e-55c1-4e0f-8f5d-2f5e8f1c9b10";
  private static final String PATH = "/msi/token";
  private static final String API_VERSION = "2019-08-01";

  private final String header = SecretText.hex(16);
  private final TokenIssuer tokens;
  private final HttpServer server;

  private AzureIdentityEmulator(Clock clock, Duration lifetime) {
    this.tokens = new TokenIssuer("", PRINCIPAL, lifetime, clock);
    this.server = HttpServer.start(0, this::answer);
  }

  /** Starts it on any free port, with tokens that work for a day. */
  public static AzureIdentityEmulator start() {
    return start(Clock.systemUTC(), Duration.ofHours(24));
  }

  /**
   * Starts it on any free port.
   *
   * @param lifetime how long a token works
   */
  public static AzureIdentityEmulator start(Clock clock, Duration lifetime) {
    return new AzureIdentityEmulator(clock, lifetime);
  }

  /** The environment variables that Azure gives to a function with a managed identity. */
  public Map<String, String> environment() {
    return Map.of(
        "IDENTITY_ENDPOINT", "http://127.0.0.1:" + server.port() + PATH, "IDENTITY_HEADER", header);
  }

  /** The token that the endpoint would give now for this resource. */
  public String issue(String resource) {
    return tokens.issue(audience(resource)).value();
  }

  /** Accepts the tokens that were issued here for this resource. */
  public BearerVerifier verifier(String resource) {
    return tokens.verifier(audience(resource));
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    if (!request.method().equals("GET") || !request.path().equals(PATH)) {
      refuse(exchange, 404, "no such path");
      return;
    }
    if (!request.headers().first("x-identity-header").equals(Optional.of(header))) {
      refuse(exchange, 401, "the header X-IDENTITY-HEADER is missing or wrong");
      return;
    }
    if (!request.parameter("api-version").equals(Optional.of(API_VERSION))) {
      refuse(exchange, 400, "api-version must be " + API_VERSION);
      return;
    }
    Optional<String> resource = request.parameter("resource").filter(r -> !r.isBlank());
    if (resource.isEmpty()) {
      refuse(exchange, 400, "resource is missing");
      return;
    }
    TokenIssuer.Token token = tokens.issue(audience(resource.get()));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("access_token", token.value())
        .put("client_id", CLIENT_ID)
        .put("expires_on", Long.toString(token.expiresAt().getEpochSecond()))
        .put("resource", resource.get())
        .put("token_type", "Bearer");
    JsonAnswers.send(exchange, 200, json);
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    JsonAnswers.send(exchange, status, json.put("statusCode", status).put("message", message));
  }

  /** Clients name a resource with and without its last slash and mean the same. */
  private static String audience(String resource) {
    return resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource;
  }
}
