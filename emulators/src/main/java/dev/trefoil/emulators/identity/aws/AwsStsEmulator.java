// AWS's Security Token Service on loopback.
package dev.trefoil.emulators.identity.aws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.Form;
import dev.trefoil.emulators.identity.Lifetime;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.TokenAnswer;
import dev.trefoil.emulators.identity.TokenLedger;
import dev.trefoil.emulators.identity.TokenProtocol;
import dev.trefoil.emulators.identity.TokenServer;
import dev.trefoil.emulators.identity.TokenService;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.identity.oidc.Issuers;
import dev.trefoil.emulators.identity.oidc.OidcIssuer;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GetWebIdentityToken, AssumeRoleWithWebIdentity and GetCallerIdentity in the query protocol over
 * HTTP/1.1 on 127.0.0.1. It takes its own address for a regional host, and knows the global one by
 * the Host header.
 */
public final class AwsStsEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "aws-sts";

  private static final String GLOBAL_HOST = "sts.amazonaws.com";
  private static final Pattern REGION =
      Pattern.compile("Credential=[^/]+/\\d+/([a-z0-9-]+)/sts/aws4_request");

  private final AwsAccount account;
  private final SigV4Verifier signatures;
  private final OutboundTokens outbound;
  private final WebIdentities inbound;
  private final TokenServer server;

  private AwsStsEmulator(
      AwsAccount account,
      OidcIssuer issuer,
      String issuerName,
      Issuers issuers,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    this.account = account;
    this.signatures = new SigV4Verifier("sts", account, clock);
    this.outbound = new OutboundTokens(account, issuer, issuerName, ledger, clock, lifetime);
    this.inbound = new WebIdentities(account, issuers, clock, lifetime);
    this.server =
        TokenServer.start(
            SERVICE, new Protocol(), ledger, clock, handler -> HttpServer.start(0, handler));
  }

  /**
   * Starts it on any free port.
   *
   * @param account whose keys, roles and providers count
   * @param issuer who signs the account's web tokens
   * @param issuerName what they call it
   * @param issuers where the keys of other issuers are found
   */
  public static AwsStsEmulator start(
      AwsAccount account,
      OidcIssuer issuer,
      String issuerName,
      Issuers issuers,
      TokenLedger ledger,
      Clock clock,
      Lifetime lifetime) {
    return new AwsStsEmulator(account, issuer, issuerName, issuers, ledger, clock, lifetime);
  }

  /** Where it listens, {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.port());
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

  private StsAnswer call(String action, Form form, HttpRequest request, Optional<Flaw> flaw)
      throws StsRefusal {
    return switch (action) {
      case OutboundTokens.OPERATION -> {
        Verdict.Accepted caller = caller(request);
        if (request.headers().first("host").filter(GLOBAL_HOST::equals).isPresent()) {
          throw StsErrors.globalEndpoint();
        }
        yield outbound.issue(form, caller.principal(), region(request), flaw);
      }
      case WebIdentities.OPERATION -> inbound.assume(form, flaw);
      case "GetCallerIdentity" -> identity(caller(request));
      default -> throw StsErrors.unknownAction(action);
    };
  }

  private Verdict.Accepted caller(HttpRequest request) throws StsRefusal {
    return switch (signatures.verify(request)) {
      case Verdict.Accepted accepted -> accepted;
      case Verdict.Rejected rejected -> throw StsErrors.of(rejected);
    };
  }

  private StsAnswer identity(Verdict.Accepted caller) {
    Map<String, String> result = new LinkedHashMap<>();
    result.put("Arn", caller.principal());
    result.put("UserId", "AROATREFOIL:" + caller.principal().replaceAll(".*/", ""));
    result.put(
        "Account",
        AwsRole.ofSession(caller.principal()).map(AwsRole::account).orElse(account.id()));
    return new StsAnswer(result, caller.origin());
  }

  /** Signed for by whoever signed the request, so the caller's own. */
  private static String region(HttpRequest request) {
    Matcher matcher = REGION.matcher(request.headers().first("authorization").orElse(""));
    return matcher.find() ? matcher.group(1) : "";
  }

  /** The query protocol. */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return Form.of(request).get("Action");
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      Form form = Form.of(request);
      String action = form.get("Action").orElse("");
      try {
        StsAnswer answer = call(action, form, request, flaw);
        return TokenAnswer.issued(
            "text/xml", StsXml.answer(action, answer.result()), answer.origin());
      } catch (StsRefusal e) {
        return error(e.status(), e.code(), e.getMessage());
      }
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      JsonNode error = body.map(json -> json.path("Error")).orElse(null);
      if (error != null && error.isObject()) {
        return error(status, error.path("Code").asText(), error.path("Message").asText());
      }
      return status == 429
          ? error(400, "Throttling", "Rate exceeded")
          : error(status, "ServiceUnavailable", "The service is unavailable. Try again later.");
    }

    private static TokenAnswer error(int status, String code, String message) {
      return TokenAnswer.refused(status, code, "text/xml", StsXml.error(status, code, message));
    }
  }
}
