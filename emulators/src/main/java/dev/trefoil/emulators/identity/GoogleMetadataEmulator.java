// What a function on Google Cloud gets its tokens from: the metadata server.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Issues access tokens of one service account to requests that bear {@code Metadata-Flavor}. */
public final class GoogleMetadataEmulator implements AutoCloseable {

  /** The service account that its tokens stand for. */
  public static final String PRINCIPAL = "trefoil-function@my-project.iam.gserviceaccount.com";

  private static final String PROJECT = "my-project";
  private static final String AUDIENCE = "googleapis.com";
  private static final String ROOT = "/computeMetadata/v1/";
  private static final String SCOPE = "https://www.googleapis.com/auth/cloud-platform";

  private final TokenIssuer tokens;
  private final HttpServer server;

  private GoogleMetadataEmulator(Clock clock, Duration lifetime) {
    // Real ones begin like this, and log scrubbers look for it.
    this.tokens = new TokenIssuer("ya29.c.", PRINCIPAL, lifetime, clock);
    this.server = HttpServer.start(0, this::answer);
  }

  /** Starts it on any free port, with tokens that work for an hour. */
  public static GoogleMetadataEmulator start() {
    return start(Clock.systemUTC(), Duration.ofHours(1));
  }

  /**
   * Starts it on any free port.
   *
   * @param lifetime how long a token works
   */
  public static GoogleMetadataEmulator start(Clock clock, Duration lifetime) {
    return new GoogleMetadataEmulator(clock, lifetime);
  }

  /** The environment variable that moves the metadata server for Google's libraries. */
  public Map<String, String> environment() {
    return Map.of("GCE_METADATA_HOST", "127.0.0.1:" + server.port());
  }

  /** The access token that the endpoint would give now. */
  public String issue() {
    return tokens.issue(AUDIENCE).value();
  }

  /** Accepts the access tokens that were issued here. */
  public BearerVerifier verifier() {
    return tokens.verifier(AUDIENCE);
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    boolean flavoured =
        request.headers().first("metadata-flavor").filter("Google"::equals).isPresent();
    if (!flavoured || request.headers().first("x-forwarded-for").isPresent()) {
      text(exchange, 403, "Missing Metadata-Flavor:Google header.");
      return;
    }
    if (!request.method().equals("GET")) {
      text(exchange, 405, "Method not allowed.");
      return;
    }
    if (request.path().equals(ROOT + "instance/service-accounts/default/token")) {
      token(exchange);
      return;
    }
    if (request.path().equals(ROOT + "instance/service-accounts/default/")
        && request.parameter("recursive").equals(Optional.of("true"))) {
      account(exchange);
      return;
    }
    Optional<String> value = value(request.path());
    text(exchange, value.isPresent() ? 200 : 404, value.orElse("Not found."));
  }

  private static Optional<String> value(String path) {
    return switch (path) {
      case "", "/" -> Optional.of("computeMetadata/\n");
      case ROOT + "project/project-id" -> Optional.of(PROJECT);
      case ROOT + "project/numeric-project-id" -> Optional.of("123456789012");
      case ROOT + "instance/zone" -> Optional.of("projects/123456789012/zones/us-central1-1");
      case ROOT + "instance/region" -> Optional.of("projects/123456789012/regions/us-central1");
      case ROOT + "instance/service-accounts/default/email" -> Optional.of(PRINCIPAL);
      case ROOT + "instance/service-accounts/default/scopes" -> Optional.of(SCOPE + "\n");
      case ROOT + "instance/service-accounts/" -> Optional.of("default/\n" + PRINCIPAL + "/\n");
      case ROOT + "universe/universe-domain", ROOT + "universe/universe_domain" ->
          Optional.of("googleapis.com");
      case String other -> Optional.empty();
    };
  }

  private void token(HttpExchange exchange) throws IOException {
    TokenIssuer.Token token = tokens.issue(AUDIENCE);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("access_token", token.value())
        .put("expires_in", tokens.secondsLeft(token))
        .put("token_type", "Bearer");
    send(exchange, 200, "application/json", json.toString());
  }

  private static void account(HttpExchange exchange) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("email", PRINCIPAL);
    json.putArray("aliases").add("default");
    json.putArray("scopes").add(SCOPE);
    send(exchange, 200, "application/json", json.toString());
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, "application/text", text);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    Headers headers =
        Headers.of("content-type", type)
            .add("metadata-flavor", "Google")
            .add("server", "Metadata Server for VM");
    exchange.send(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }
}
