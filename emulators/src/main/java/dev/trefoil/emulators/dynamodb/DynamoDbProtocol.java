// DynamoDB over HTTP: target, signature, faults, and answers with their checksum.
package dev.trefoil.emulators.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Controls;
import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.identity.AwsKeyring;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpExchange;
import dev.trefoil.emulators.net.HttpHandler;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpDelivery;
import dev.trefoil.emulators.service.RequestJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.zip.CRC32;

/** The protocol AWS JSON 1.0, with what DynamoDB adds. */
final class DynamoDbProtocol implements HttpHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TARGET = "DynamoDB_20120810.";
  private static final String TYPE = "application/x-amz-json-1.0";
  private static final String ID_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final int ID_LENGTH = 52;

  private final DynamoDbEmulator emulator;
  private final Controls controls;
  private final AwsKeyring keyring;
  private final SigV4Verifier signatures;
  private final SecureRandom random = new SecureRandom();

  DynamoDbProtocol(DynamoDbEmulator emulator, Controls controls, AwsKeyring keyring, Clock clock) {
    this.emulator = emulator;
    this.controls = controls;
    this.keyring = keyring;
    this.signatures = new SigV4Verifier("dynamodb", keyring, clock);
  }

  @Override
  public void handle(HttpRequest request, HttpExchange exchange)
      throws IOException, InterruptedException {
    if (request.method().equals("GET")) {
      send(exchange, 200, "text/plain", "healthy: dynamodb.us-east-1.amazonaws.com ");
      return;
    }
    Verdict verdict = signatures.verify(request);
    RequestJournal.note(controls, "dynamodb", request, verdict);
    Optional<Failure> atOnce = controls.takeImmediateFailure();
    if (atOnce.isPresent()) {
      fail(atOnce.get(), exchange);
      return;
    }
    try {
      byte[] body = bytes(answer(request, verdict));
      new HttpDelivery(exchange, controls)
          .whole(body, headers(TYPE, body), controls.takeAnswerFailure());
    } catch (Refusal e) {
      send(exchange, e.status(), TYPE, e.body());
    }
  }

  /** In the service's order: the form, the target, the signature, the right, the request. */
  private String answer(HttpRequest request, Verdict verdict) {
    String type = request.headers().first("content-type").orElse("").split(";", 2)[0].strip();
    if (!request.method().equals("POST") || !type.equals(TYPE)) {
      throw Refusal.unknownOperation();
    }
    Optional<JsonNode> body = read(request.body());
    String target = request.headers().first("x-amz-target").orElse("");
    String operation = target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
    if (!emulator.knows(operation)) {
      throw Refusal.unknownOperation();
    }
    switch (verdict) {
      case Verdict.Rejected rejected -> throw Refusal.unsigned(rejected.code(), rejected.reason());
      case Verdict.Accepted accepted -> {
        String action = "dynamodb:" + operation;
        if (!keyring.allows(accepted.principal(), action)) {
          String table = body.map(json -> json.path("TableName").asText()).orElse("");
          throw Refusal.denied(accepted.principal(), action, DynamoDbEmulator.arn(table));
        }
      }
    }
    return emulator.serve(operation, body.orElseThrow(Refusal::unreadable)).toString();
  }

  /**
   * The JSON; absent where there is none.
   *
   * @throws Refusal for what is no JSON
   */
  private static Optional<JsonNode> read(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json.isMissingNode() ? Optional.empty() : Optional.of(json);
    } catch (IOException e) {
      throw Refusal.unreadable();
    }
  }

  private void fail(Failure failure, HttpExchange exchange) throws IOException {
    switch (failure) {
      case Failure.Outage outage -> refuse(exchange, Refusal.down(503));
      case Failure.Throttle throttle -> refuse(exchange, Refusal.throttled());
      case Failure.NativeError error ->
          send(
              exchange,
              error.status(),
              TYPE,
              error.body().map(JsonNode::toString).orElse(Refusal.down(error.status()).body()));
      case Failure.Reset reset -> exchange.reset();
      case Failure.Silent silent -> {
        exchange.awaitClientGone();
        controls.noteAbandoned();
      }
      default -> throw new IllegalStateException(failure.kind() + " does not strike at once");
    }
  }

  private void refuse(HttpExchange exchange, Refusal refusal) throws IOException {
    send(exchange, refusal.status(), TYPE, refusal.body());
  }

  private void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = bytes(text);
    exchange.send(status, headers(type, body), body);
  }

  private Headers headers(String type, byte[] body) {
    CRC32 checksum = new CRC32();
    checksum.update(body);
    return Headers.of("content-type", type)
        .add("x-amz-crc32", Long.toString(checksum.getValue()))
        .add("x-amzn-requestid", requestId());
  }

  private String requestId() {
    return random
        .ints(ID_LENGTH, 0, ID_ALPHABET.length())
        .collect(StringBuilder::new, (id, i) -> id.append(ID_ALPHABET.charAt(i)), (a, b) -> {})
        .toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
