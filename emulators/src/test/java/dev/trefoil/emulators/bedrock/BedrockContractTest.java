// The common contract, over Bedrock's JSON and binary event stream.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.Json;
import dev.trefoil.emulators.ModelEmulator;
import dev.trefoil.emulators.ModelServiceContract;
import dev.trefoil.emulators.RawHttp;
import dev.trefoil.emulators.Seen;
import dev.trefoil.emulators.Seen.Ending;
import dev.trefoil.emulators.identity.AwsKeyring;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

class BedrockContractTest extends ModelServiceContract {

  private static final AwsCredentialsIdentity KEY =
      AwsCredentialsIdentity.create("AKIATEST", "secret");

  @Override
  protected ModelEmulator start() {
    return BedrockEmulator.start("under-test", AwsKeyring.of("AKIATEST", "secret"));
  }

  @Override
  protected String principal() {
    return "arn:aws:iam::123456789012:user/trefoil-test";
  }

  @Override
  protected Seen chat(boolean stream, int enough, int maxTokens, String... texts) {
    return send(KEY, stream, enough, maxTokens, texts);
  }

  @Override
  protected Seen chatAsStranger(boolean stream) {
    var stranger = AwsCredentialsIdentity.create("AKIATEST", "another");
    return send(stranger, stream, Integer.MAX_VALUE, 0, "hello");
  }

  @Override
  protected String errorOf(String kind) {
    return switch (kind) {
      case "unauthenticated" -> "403 InvalidSignatureException";
      case "outage" -> "503 ServiceUnavailableException";
      case "throttle" -> "429 ThrottlingException";
      case "error" -> "500 InternalServerException";
      case "native" -> "400 ServiceQuotaExceededException";
      case "context_length" -> "400 ValidationException";
      case "content_filter" -> "guardrail_intervened";
      default -> throw new IllegalArgumentException(kind);
    };
  }

  @Override
  protected Ending filterEnding() {
    return Ending.WHOLE;
  }

  @Override
  protected String limitReason() {
    return "max_tokens";
  }

  @Override
  protected String stopReason() {
    return "end_turn";
  }

  @Override
  protected String nativeError() {
    return "{'__type': 'ServiceQuotaExceededException', 'message': 'x'}";
  }

  @Override
  protected String nativeAnswer() {
    return "{'output': {'message': {'role': 'assistant', 'content': [{'text': 'from reply'}]}},"
        + " 'stopReason': 'end_turn', 'usage': {'inputTokens': 1, 'outputTokens': 2,"
        + " 'totalTokens': 3}, 'metrics': {'latencyMs': 1}}";
  }

  @Override
  protected String nativeEvents() {
    return "[{'messageStart': {'role': 'assistant'}},"
        + " {'contentBlockDelta': {'contentBlockIndex': 0, 'delta': {'text': 'from'}}},"
        + " {'contentBlockDelta': {'contentBlockIndex': 0, 'delta': {'text': ' reply'}}},"
        + " {'contentBlockStop': {'contentBlockIndex': 0}},"
        + " {'messageStop': {'stopReason': 'end_turn'}}]";
  }

  @Override
  protected String nativeBeginning() {
    return "[{'contentBlockDelta': {'contentBlockIndex': 0, 'delta': {'text': 'from'}}}]";
  }

  private Seen send(
      AwsCredentialsIdentity key, boolean stream, int enough, int maxTokens, String... texts) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < texts.length; i++) {
      body.withArrayProperty("messages")
          .addObject()
          .put("role", i % 2 == 0 ? "user" : "assistant")
          .putArray("content")
          .addObject()
          .put("text", texts[i]);
    }
    if (maxTokens > 0) {
      body.putObject("inferenceConfig").put("maxTokens", maxTokens);
    }
    RawHttp.Answer answer =
        SignedHttp.post(
            key,
            emulator.endpoint(),
            "/model/us.anthropic.claude-sonnet-4-6/" + (stream ? "converse-stream" : "converse"),
            body.toString().getBytes(StandardCharsets.UTF_8),
            soFar -> enough == 0 || events(soFar).pieces().size() >= enough);
    return seen(answer, stream);
  }

  private static Seen seen(RawHttp.Answer answer, boolean stream) {
    if (answer.status() == 0) {
      Ending ending = answer.end() == RawHttp.End.OPEN ? Ending.SILENT : Ending.RESET;
      return Seen.answer(ending, List.of(), "");
    }
    if (answer.status() != 200) {
      String hint = answer.headers().get("retry-after");
      return Seen.error(
          answer.status() + " " + answer.headers().get("x-amzn-errortype"),
          hint == null ? -1 : Integer.parseInt(hint));
    }
    if (answer.end() != RawHttp.End.WHOLE) {
      Ending ending = answer.end() == RawHttp.End.OPEN ? Ending.STALLED : Ending.CUT;
      return Seen.answer(ending, stream ? events(answer.body()).pieces() : List.of(), "");
    }
    if (stream) {
      return events(answer.body());
    }
    if (!answer.text().endsWith("}")) {
      return Seen.answer(Ending.BROKEN, List.of(), "");
    }
    JsonNode json = Json.node(answer.text());
    return Seen.answer(
        Ending.WHOLE,
        List.of(json.path("output").path("message").path("content").path(0).path("text").asText()),
        json.path("stopReason").asText());
  }

  /** As far as the frames can be read. */
  private static Seen events(byte[] body) {
    List<String> pieces = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    var decoder =
        new MessageDecoder(
            (Message message) -> {
              JsonNode json = Json.node(new String(message.getPayload(), StandardCharsets.UTF_8));
              switch (message.getHeaders().get(":event-type").getString()) {
                case "contentBlockDelta" -> pieces.add(json.path("delta").path("text").asText());
                case "messageStop" -> reasons.add(json.path("stopReason").asText());
                default -> {}
              }
            });
    try {
      decoder.feed(body);
    } catch (RuntimeException e) {
      return Seen.answer(Ending.BROKEN, pieces, "");
    }
    return Seen.answer(Ending.WHOLE, pieces, String.join("", reasons));
  }
}
