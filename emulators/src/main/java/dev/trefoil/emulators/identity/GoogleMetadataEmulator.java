// What a function on Google Cloud gets its tokens from: the metadata server.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.google.GoogleTokens;
import dev.trefoil.emulators.identity.oidc.OidcIssuer;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Issues access tokens and ID tokens of one service account to requests that bear {@code
 * Metadata-Flavor}.
 */
public final class GoogleMetadataEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "google-metadata";

  /** The issuer of its ID tokens. */
  public static final String ISSUER = "https://accounts.google.com";

  /** The service account that its tokens stand for. */
  public static final String PRINCIPAL = "trefoil-function@my-project.iam.gserviceaccount.com";

  /** The service account's unique id, which its ID tokens name as {@code sub} and {@code azp}. */
  public static final String UNIQUE_ID = "112233445566778899001";

  /** The project that it is in. */
  public static final String PROJECT_NUMBER = "123456789012";

  private static final Origin ORIGIN = new Origin(ISSUER, UNIQUE_ID);
  private static final String PROJECT = "my-project";
  private static final String ROOT = "/computeMetadata/v1/";
  private static final String ACCOUNT = ROOT + "instance/service-accounts/default/";
  private static final Duration USUAL = Duration.ofHours(1);

  private final GoogleTokens tokens;
  private final OidcIssuer issuer;
  private final TokenLedger ledger;
  private final Clock clock;
  private final Lifetime lifetime;
  private final Renewing<GoogleTokens.Token> accessToken = new Renewing<>();
  private final Renewing<String> idTokens = new Renewing<>();
  private final TokenServer server;

  private GoogleMetadataEmulator(
      GoogleTokens tokens, OidcIssuer issuer, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    this.tokens = tokens;
    this.issuer = issuer;
    this.ledger = ledger;
    this.clock = clock;
    this.lifetime = lifetime;
    this.server =
        TokenServer.start(
            SERVICE, new Protocol(), ledger, clock, handler -> HttpServer.start(0, handler));
  }

  /**
   * Starts it on any free port, with tokens that usually work for an hour.
   *
   * @param tokens where its access tokens are known
   * @param issuer who signs its ID tokens
   */
  public static GoogleMetadataEmulator start(
      GoogleTokens tokens, OidcIssuer issuer, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    return new GoogleMetadataEmulator(tokens, issuer, ledger, clock, lifetime);
  }

  /** The environment variable that moves the metadata server for Google's libraries. */
  public Map<String, String> environment() {
    return Map.of("GCE_METADATA_HOST", "127.0.0.1:" + server.port());
  }

  /** Gives new tokens from now on. */
  public void renew() {
    accessToken.clear();
    idTokens.clear();
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

  private TokenAnswer accessToken(Optional<Flaw> flaw) {
    Instant now = clock.instant();
    Duration works = lifetime.or(USUAL);
    GoogleTokens.Token token =
        flaw.isPresent()
            ? freshAccessToken(works, flaw)
            : accessToken.get("", now, works, () -> freshAccessToken(works, flaw));
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("access_token", token.value())
        .put("expires_in", Duration.between(now, token.expiresAt()).toSeconds())
        .put("token_type", "Bearer");
    return flavoured(TokenAnswer.issued("application/json", json.toString(), ORIGIN));
  }

  private GoogleTokens.Token freshAccessToken(Duration works, Optional<Flaw> flaw) {
    return tokens.issue("ya29.c.", PRINCIPAL, works, ORIGIN, flaw);
  }

  private TokenAnswer idToken(HttpRequest request, Optional<Flaw> flaw) {
    Optional<String> audience = request.parameter("audience").filter(a -> !a.isBlank());
    if (audience.isEmpty()) {
      return refused(400, "non-empty audience parameter required");
    }
    boolean full = request.parameter("format").equals(Optional.of("full"));
    Duration works = lifetime.or(USUAL);
    String token =
        flaw.isPresent()
            ? freshIdToken(audience.get(), full, works, flaw)
            : idTokens.get(
                full + audience.get(),
                clock.instant(),
                works,
                () -> freshIdToken(audience.get(), full, works, flaw));
    return flavoured(TokenAnswer.issued("text/html", token, ORIGIN));
  }

  private String freshIdToken(String audience, boolean full, Duration works, Optional<Flaw> flaw) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var claims =
        new JWTClaimsSet.Builder()
            .audience(audience)
            .claim("azp", UNIQUE_ID)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(works)))
            .issuer(ISSUER)
            .subject(UNIQUE_ID);
    if (full) {
      claims.claim("email", PRINCIPAL).claim("email_verified", true);
    }
    String token = issuer.sign(claims.build(), flaw);
    ledger.gaveOut(List.of(token));
    return token;
  }

  private static Optional<String> value(String path) {
    return switch (path) {
      case "", "/" -> Optional.of("computeMetadata/\n");
      case ROOT + "project/project-id" -> Optional.of(PROJECT);
      case ROOT + "project/numeric-project-id" -> Optional.of(PROJECT_NUMBER);
      case ROOT + "instance/zone" ->
          Optional.of("projects/%s/zones/us-central1-1".formatted(PROJECT_NUMBER));
      case ROOT + "instance/region" ->
          Optional.of("projects/%s/regions/us-central1".formatted(PROJECT_NUMBER));
      case ACCOUNT + "email" -> Optional.of(PRINCIPAL);
      case ACCOUNT + "scopes" -> Optional.of(GoogleTokens.CLOUD_PLATFORM + "\n");
      case ROOT + "instance/service-accounts/" -> Optional.of("default/\n" + PRINCIPAL + "/\n");
      case ROOT + "universe/universe-domain", ROOT + "universe/universe_domain" ->
          Optional.of("googleapis.com");
      case String other -> Optional.empty();
    };
  }

  private static TokenAnswer account() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("email", PRINCIPAL);
    json.putArray("aliases").add("default");
    json.putArray("scopes").add(GoogleTokens.CLOUD_PLATFORM);
    return flavoured(TokenAnswer.issued("application/json", json.toString(), Origin.NOBODY));
  }

  private static TokenAnswer refused(int status, String text) {
    return flavoured(
        TokenAnswer.refused(status, Integer.toString(status), "application/text", text));
  }

  private static TokenAnswer flavoured(TokenAnswer answer) {
    return answer.with("metadata-flavor", "Google").with("server", "Metadata Server for VM");
  }

  /** The server's protocol (Compute Engine, "About VM metadata"; Cloud Run speaks the same). */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return switch (request.path()) {
        case ACCOUNT + "token" -> Optional.of("token");
        case ACCOUNT + "identity" -> Optional.of("identity");
        case String other -> Optional.empty();
      };
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      boolean flavour =
          request.headers().first("metadata-flavor").filter("Google"::equals).isPresent();
      if (!flavour || request.headers().first("x-forwarded-for").isPresent()) {
        return refused(403, "Missing Metadata-Flavor:Google header.");
      }
      if (!request.method().equals("GET")) {
        return refused(405, "Method not allowed.");
      }
      return switch (request.path()) {
        case ACCOUNT + "token" -> accessToken(flaw);
        case ACCOUNT + "identity" -> idToken(request, flaw);
        case String path
            when path.equals(ACCOUNT)
                && request.parameter("recursive").equals(Optional.of("true")) ->
            account();
        case String path ->
            value(path)
                .map(text -> TokenAnswer.issued("application/text", text, Origin.NOBODY))
                .map(GoogleMetadataEmulator::flavoured)
                .orElseGet(() -> refused(404, "Not found."));
      };
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      return refused(status, body.map(JsonNode::toString).orElse("Try again later."));
    }
  }
}
