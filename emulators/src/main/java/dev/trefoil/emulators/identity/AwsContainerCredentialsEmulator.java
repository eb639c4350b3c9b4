// What a function on AWS gets its credentials from: the container credentials endpoint.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Flaw;
import dev.trefoil.emulators.identity.aws.AwsAccount;
import dev.trefoil.emulators.identity.aws.AwsRole;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * Issues temporary keys of one role to whoever holds the authorization token, as ECS and a restored
 * Lambda do.
 */
public final class AwsContainerCredentialsEmulator implements TokenService {

  /** Its name in the ledger. */
  public static final String SERVICE = "aws-credentials";

  /** The account that it is in. */
  public static final String ACCOUNT = "123456789012";

  /** The role that its keys act as. */
  public static final AwsRole ROLE = new AwsRole(ACCOUNT, "trefoil-function");

  /** The role's session that its keys act as. */
  public static final String PRINCIPAL = ROLE.session("trefoil");

  /** Who vouches for the role. */
  public static final Origin ORIGIN = new Origin("sts.amazonaws.com", ROLE.arn());

  private static final String PATH = "/v1/credentials";
  private static final Duration USUAL = Duration.ofHours(6);

  private final AwsAccount account;
  private final Clock clock;
  private final Lifetime lifetime;
  private final String authorization = SecretText.base64(24);
  private final Renewing<AwsCredentials> current = new Renewing<>();
  private final TokenServer server;

  private AwsContainerCredentialsEmulator(
      AwsAccount account, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    this.account = account;
    this.clock = clock;
    this.lifetime = lifetime;
    this.server =
        TokenServer.start(
            SERVICE, new Protocol(), ledger, clock, handler -> HttpServer.start(0, handler));
  }

  /**
   * Starts it on any free port, with keys that usually work for six hours.
   *
   * @param account where its keys are known
   */
  public static AwsContainerCredentialsEmulator start(
      AwsAccount account, TokenLedger ledger, Clock clock, Lifetime lifetime) {
    return new AwsContainerCredentialsEmulator(account, ledger, clock, lifetime);
  }

  /**
   * The environment variables that AWS gives to a container; the SDKs' default chains read them.
   */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "http://127.0.0.1:" + server.port() + PATH,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
        authorization);
  }

  /** The key that the endpoint would give now, renewed when a tenth of its lifetime is left. */
  public AwsCredentials issue() {
    Duration works = lifetime.or(USUAL);
    return current.get(ROLE.arn(), clock.instant(), works, () -> fresh(works, Optional.empty()));
  }

  /** Gives new keys from now on. */
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

  private AwsCredentials fresh(Duration works, Optional<Flaw> flaw) {
    return account.issue(ROLE, "trefoil", works, ORIGIN, flaw);
  }

  /** The endpoint's protocol (SDK reference, "Container credential provider"). */
  private final class Protocol implements TokenProtocol {

    @Override
    public Optional<String> operation(HttpRequest request) {
      return request.path().equals(PATH) ? Optional.of("GetCredentials") : Optional.empty();
    }

    @Override
    public TokenAnswer answer(HttpRequest request, Optional<Flaw> flaw) {
      if (!request.method().equals("GET") || !request.path().equals(PATH)) {
        return refused(404, "NotFound", "no such path");
      }
      if (!request.headers().first("authorization").equals(Optional.of(authorization))) {
        return refused(401, "AccessDenied", "the authorization token is missing or wrong");
      }
      AwsCredentials key = flaw.isPresent() ? fresh(lifetime.or(USUAL), flaw) : issue();
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("RoleArn", ROLE.arn())
          .put("AccessKeyId", key.accessKeyId())
          .put("SecretAccessKey", key.secretAccessKey())
          .put("Token", key.sessionToken())
          .put("Expiration", key.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
      return TokenAnswer.issued(json, ORIGIN);
    }

    @Override
    public TokenAnswer failed(int status, Optional<JsonNode> body) {
      return body.map(json -> TokenAnswer.refused(status, "error", json))
          .orElseGet(() -> refused(status, "ServiceUnavailable", "try again later"));
    }

    private static TokenAnswer refused(int status, String code, String message) {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      return TokenAnswer.refused(status, code, json.put("code", code).put("message", message));
    }
  }
}
