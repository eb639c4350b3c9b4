// Google's Security Token Service on loopback.
package dev.trefoil.emulators.identity.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Form;
import dev.trefoil.emulators.identity.Lifetime;
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
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Exchanges other clouds' tokens for Google's (RFC 8693) over HTTPS on 127.0.0.1: the vendor's
 * library refuses anything else.
 */
public final class GoogleStsEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "google-sts";

  private static final String TYPES = "urn:ietf:params:oauth:token-type:";
  private static final String AWS_REQUEST = "urn:ietf:params:aws:token-type:aws4_request";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
  private static final int SUBJECT_LIMIT = 127;

  private final WorkloadPool pool;
  private final GoogleTokens tokens;
  private final WebTokenSubjects webTokens;
  private final AwsSubjects aws;
  private final Lifetime lifetime;
  private final TokenServer server;

  private GoogleStsEmulator(
      WorkloadPool pool,
      GoogleTokens tokens,
      Issuers issuers,
      URI awsSts,
      LoopbackTls tls,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    this.pool = pool;
    this.tokens = tokens;
    this.webTokens = new WebTokenSubjects(issuers, clock);
    this.aws = new AwsSubjects(awsSts);
    this.lifetime = lifetime;
    this.server =
        TokenServer.start(
            SERVICE,
            new Protocol(),
            ledger,
            clock,
            handler -> HttpServer.startTls(0, tls, handler));
  }

  /**
   * Starts it on any free port.
   *
   * @param pool whom it trusts
   * @param tokens where its access tokens are known
   * @param issuers where the keys of other issuers are found
   * @param awsSts where the hosts of AWS STS lie
   * @param tls what it identifies itself with; stays the caller's to close
   */
  public static GoogleStsEmulator start(
      WorkloadPool pool,
      GoogleTokens tokens,
      Issuers issuers,
      URI awsSts,
      LoopbackTls tls,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    return new GoogleStsEmulator(pool, tokens, issuers, awsSts, tls, ledger, clock, lifetime);
  }

  /** Where tokens are exchanged, {@code https://127.0.0.1:PORT/v1/token}. */
  public URI tokenUrl() {
    return URI.create("https://127.0.0.1:" + server.port() + "/v1/token");
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

  private TokenAnswer exchange(Form form, Optional<Flaw> flaw) throws GoogleRefusal {
    if (!required(form, "grant_type").equals(GRANT)) {
      throw new GoogleRefusal("unsupported_grant_type", "Unsupported grant type.");
    }
    String audience = required(form, "audience");
    PoolProvider provider = pool.provider(audience);
    if (!required(form, "requested_token_type").equals(TYPES + "access_token")) {
      throw GoogleRefusal.invalidRequest("Invalid value for \"requested_token_type\".");
    }
    if (!required(form, "scope").equals(GoogleTokens.CLOUD_PLATFORM)) {
      throw new GoogleRefusal("invalid_scope", "Invalid value for \"scope\".");
    }
    String type = required(form, "subject_token_type");
    String token = required(form, "subject_token");
    Subject subject =
        switch (provider) {
          case PoolProvider.Aws p when type.equals(AWS_REQUEST) -> aws.check(token, p, audience);
          case PoolProvider.Oidc p
              when type.equals(TYPES + "jwt") || type.equals(TYPES + "id_token") ->
              webTokens.check(token, p, audience);
          default ->
              throw GoogleRefusal.invalidRequest(
                  "Invalid value for \"subject_token_type\" for the given provider.");
        };
    if (subject.google().getBytes(StandardCharsets.UTF_8).length > SUBJECT_LIMIT) {
      throw GoogleRefusal.invalidRequest(
          "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify"
              + " your attribute mapping or the incoming assertion to produce a mapped attribute that"
              + " is less than 127 bytes.");
    }
    if (!provider.admitted().contains(subject.google())) {
      throw new GoogleRefusal(
          "unauthorized_client", "The given credential is rejected by the attribute condition.");
    }
    Duration works = lifetime.or(subject.longest());
    GoogleTokens.Token issued =
        tokens.issue("ya29.d.", pool.principal(subject.google()), works, subject.origin(), flaw);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("access_token", issued.value())
        .put("issued_token_type", TYPES + "access_token")
        .put("token_type", "Bearer")
        .put("expires_in", works.toSeconds());
    return TokenAnswer.issued(json, subject.origin());
  }

  private static String required(Form form, String name) throws GoogleRefusal {
    return form.get(name)
        .orElseThrow(
            () -> GoogleRefusal.invalidRequest("Missing required field: \"%s\".".formatted(name)));
  }

  /** The service's protocol (Security Token Service API, {@code token}). */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return request.method().equals("POST") && request.path().equals("/v1/token")
          ? Optional.of("token")
          : Optional.empty();
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      if (operation(request).isEmpty()) {
        return refused(404, "not_found", "Not found.");
      }
      try {
        return exchange(Form.of(request), flaw);
      } catch (GoogleRefusal e) {
        return refused(400, e.error(), e.getMessage());
      }
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      return body.map(json -> TokenAnswer.refused(status, "error", json))
          .orElseGet(
              () ->
                  refused(
                      status, "temporarily_unavailable", "The service is currently unavailable."));
    }

    private static TokenAnswer refused(int status, String error, String description) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      return TokenAnswer.refused(
          status, error, json.put("error", error).put("error_description", description));
    }
  }
}
