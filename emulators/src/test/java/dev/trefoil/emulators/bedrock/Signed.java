// Signed calls of an emulator, with JSON in single quotes.
package dev.trefoil.emulators.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/** Calls as whoever holds the one key. */
record Signed(BedrockEmulator emulator) {

  static Signed start() {
    return new Signed(BedrockEmulator.start("bedrock", AwsKeyring.of("AKIATEST", "secret")));
  }

  RawHttp.Answer post(String model, String operation, String body) {
    return SignedHttp.post(
        AwsCredentialsIdentity.create("AKIATEST", "secret"),
        emulator.endpoint(),
        "/model/" + model + "/" + operation,
        body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
        soFar -> false);
  }

  /** A plain answer. */
  JsonNode converse(String model, String body) {
    RawHttp.Answer answer = post(model, "converse", body);
    assertThat(answer.text()).doesNotContain("\"message\":\"");
    assertThat(answer.status()).isEqualTo(200);
    return Json.node(answer.text());
  }

  /** The events of a stream, each under its name. */
  List<JsonNode> stream(String model, String body) {
    List<JsonNode> events = new ArrayList<>();
    var decoder =
        new MessageDecoder(
            (Message message) -> {
              String name = message.getHeaders().get(":event-type").getString();
              String payload = new String(message.getPayload(), StandardCharsets.UTF_8);
              events.add(Json.node("{\"%s\":%s}".formatted(name, payload)));
            });
    decoder.feed(post(model, "converse-stream", body).body());
    return events;
  }

  /** What a refusal says: status, exception and message. */
  String refusal(String model, String operation, String body) {
    RawHttp.Answer answer = post(model, operation, body);
    return "%d %s %s"
        .formatted(
            answer.status(),
            answer.headers().get("x-amzn-errortype"),
            Json.node(answer.text()).path("message").asText());
  }
}
