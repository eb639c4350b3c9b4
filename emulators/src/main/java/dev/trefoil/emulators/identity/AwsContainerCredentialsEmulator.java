// What a function on AWS gets its credentials from: the container credentials endpoint.
package dev.trefoil.emulators.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Issues temporary keys to whoever holds the authorization token, as ECS and a restored Lambda do.
 * It is the keyring in which Bedrock finds them again.
 */
public final class AwsContainerCredentialsEmulator implements AwsKeyring, AutoCloseable {

  /** The role that its keys act as. */
  public static final String PRINCIPAL =
      "arn:aws:sts::123456789012:assumed-role/trefoil-function/trefoil";

  private static final String ROLE = "arn:aws:iam::123456789012:role/trefoil-function";
  private static final String PATH = "/v1/credentials";

  private final Clock clock;
  private final Duration lifetime;
  private final String authorization = SecretText.base64(24);
  private final AtomicReference<AwsCredentials> current = new AtomicReference<>();
  private final Map<String, AwsCredentials> issued = new ConcurrentHashMap<>();
  private final HttpServer server;

  private AwsContainerCredentialsEmulator(Clock clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
    this.server = HttpServer.start(0, this::answer);
  }

  /** Starts it on any free port, with keys that work for six hours. */
  public static AwsContainerCredentialsEmulator start() {
    return start(Clock.systemUTC(), Duration.ofHours(6));
  }

  /**
   * Starts it on any free port.
   *
   * @param lifetime how long a key works
   */
  public static AwsContainerCredentialsEmulator start(Clock clock, Duration lifetime) {
    return new AwsContainerCredentialsEmulator(clock, lifetime);
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
    Instant now = clock.instant();
    return current.updateAndGet(
        key -> {
          if (key != null && key.expiresAt().isAfter(now.plus(lifetime.dividedBy(10)))) {
            return key;
          }
          issued.values().removeIf(old -> old.expiresAt().isBefore(now.minus(lifetime)));
          var fresh =
              new AwsCredentials(
                  "ASIA" + SecretText.hex(8),
                  SecretText.base64(30),
                  SecretText.base64(96),
                  now.plus(lifetime),
                  PRINCIPAL);
          issued.put(fresh.accessKeyId(), fresh);
          return fresh;
        });
  }

  @Override
  public Optional<AwsCredentials> find(String accessKeyId) {
    return Optional.ofNullable(issued.get(accessKeyId));
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (!request.method().equals("GET") || !request.path().equals(PATH)) {
      JsonAnswers.send(exchange, 404, json.put("code", "NotFound").put("message", "no such path"));
      return;
    }
    if (!request.headers().first("authorization").equals(Optional.of(authorization))) {
      json.put("code", "AccessDenied")
          .put("message", "the authorization token is missing or wrong");
      JsonAnswers.send(exchange, 401, json);
      return;
    }
    AwsCredentials key = issue();
    json.put("RoleArn", ROLE)
        .put("AccessKeyId", key.accessKeyId())
        .put("SecretAccessKey", key.secretAccessKey())
        .put("Token", key.sessionToken())
        .put("Expiration", key.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
    JsonAnswers.send(exchange, 200, json);
  }
}
