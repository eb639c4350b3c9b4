// The IAM Service Account Credentials API on loopback, as far as signing goes.
package dev.trefoil.emulators.identity.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.net.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers {@code signBlob} for who may create tokens of the account. */
public final class IamCredentialsEmulator implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SIGN_BLOB =
      Pattern.compile("/v1/projects/-/serviceAccounts/([^/:]+):signBlob");

  private final BearerVerifier creators;
  private final ServiceAccountKeys keys;
  private final HttpServer server;

  private IamCredentialsEmulator(BearerVerifier creators, ServiceAccountKeys keys) {
    this.creators = creators;
    this.keys = keys;
    this.server = HttpServer.start(0, this::answer);
  }

  /**
   * Starts it on any free port.
   *
   * @param creators accepts the tokens of those with {@code roles/iam.serviceAccountTokenCreator}
   *     on the account
   */
  public static IamCredentialsEmulator start(BearerVerifier creators, ServiceAccountKeys keys) {
    return new IamCredentialsEmulator(creators, keys);
  }

  /** Its URL, without a last slash. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  @Override
  public void close() {
    server.close();
  }

  private void answer(HttpRequest request, HttpExchange exchange) throws IOException {
    Matcher account = SIGN_BLOB.matcher(request.path());
    if (!request.method().equals("POST") || !account.matches()) {
      refuse(exchange, 404, "NOT_FOUND", "Requested entity was not found.");
      return;
    }
    Verdict verdict = creators.verifyHeader(request.headers().first("authorization"));
    if (verdict instanceof Verdict.Rejected(String code, String reason)) {
      if (code.equals(GoogleTokens.PERMISSION_DENIED)) {
        refuse(
            exchange,
            403,
            "PERMISSION_DENIED",
            "Permission 'iam.serviceAccounts.signBlob' denied on resource (or it may not exist).");
      } else {
        refuse(
            exchange,
            401,
            "UNAUTHENTICATED",
            "Request had invalid authentication credentials: " + reason);
      }
      return;
    }
    byte[] payload;
    try {
      JsonNode body = JSON.readTree(request.body());
      payload = Base64.getDecoder().decode(body.path("payload").asText(""));
    } catch (IOException | IllegalArgumentException e) {
      refuse(exchange, 400, "INVALID_ARGUMENT", "Invalid JSON payload received.");
      return;
    }
    if (payload.length == 0) {
      refuse(exchange, 400, "INVALID_ARGUMENT", "The payload is required.");
      return;
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("keyId", "emulated")
        .put(
            "signedBlob", Base64.getEncoder().encodeToString(keys.sign(account.group(1), payload)));
    send(exchange, 200, json);
  }

  private static void refuse(HttpExchange exchange, int status, String code, String message)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("error").put("code", status).put("message", message).put("status", code);
    send(exchange, status, json);
  }

  private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    exchange.send(
        status,
        Headers.of("content-type", "application/json; charset=UTF-8"),
        json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
