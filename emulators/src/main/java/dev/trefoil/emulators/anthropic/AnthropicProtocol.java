// Anthropic's Messages API, JSON and server-sent events.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.claude.PromptCache;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.OddAnswers;
import dev.trefoil.emulators.service.RefusedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The protocol as Anthropic's SDKs speak it. */
final class AnthropicProtocol implements HttpProtocol<MessagesRequest> {

  private static final String BROKEN =
      "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"de\n\n";

  private final byte[] apiKey;
  private final PromptCache cache = new PromptCache();

  AnthropicProtocol(String apiKey) {
    this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    Optional<String> key = request.headers().first("x-api-key");
    if (key.isEmpty()) {
      return new Verdict.Rejected("missing", "x-api-key header is required");
    }
    return MessageDigest.isEqual(key.get().getBytes(StandardCharsets.UTF_8), apiKey)
        ? new Verdict.Accepted(AnthropicEmulator.PRINCIPAL)
        : new Verdict.Rejected("invalid", "invalid x-api-key");
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return AnthropicErrors.of(401, "authentication_error", verdict.reason());
  }

  @Override
  public MessagesRequest read(HttpRequest request) throws RefusedException {
    return MessagesReader.read(request);
  }

  @Override
  public boolean streams(MessagesRequest request) {
    return request.stream();
  }

  @Override
  public JsonNode answer(MessagesRequest request) {
    Answer answer = Echo.answer(request.ask());
    return request.counting()
        ? JsonNodeFactory.instance.objectNode().put("input_tokens", answer.promptTokens())
        : MessagesAnswers.whole(request, answer, cache);
  }

  @Override
  public JsonNode filtered(MessagesRequest request) {
    return MessagesAnswers.refused(request, Echo.answer(request.ask()));
  }

  @Override
  public List<JsonNode> split(JsonNode answer, MessagesRequest request) {
    return MessagesEvents.of(answer);
  }

  @Override
  public JsonNode join(List<JsonNode> events) {
    return MessagesJoin.join(events);
  }

  @Override
  public boolean isToken(JsonNode event) {
    JsonNode delta = event.path("delta");
    return event.path("type").asText("").equals("content_block_delta")
        && !(delta.has("partial_json") && delta.get("partial_json").asText().isEmpty());
  }

  @Override
  public byte[] encode(JsonNode event) {
    String text =
        event.isTextual()
            ? "data: %s\n\n".formatted(event.textValue())
            : "event: %s\ndata: %s\n\n"
                .formatted(event.path("type").asText(), OddAnswers.escaped(event.toString()));
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return BROKEN.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] heartbeat() {
    return "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] errorInStream() {
    return ("event: error\ndata: " + outage().body() + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public HttpError outage() {
    return AnthropicErrors.overloaded();
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return AnthropicErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return AnthropicErrors.at(status, body);
  }

  @Override
  public HttpError contextTooLong() {
    return AnthropicErrors.contextTooLong();
  }

  @Override
  public Headers answerHeaders() {
    return Headers.of("content-type", "application/json")
        .add("request-id", AnthropicErrors.requestId());
  }

  @Override
  public Headers streamHeaders() {
    return Headers.of("content-type", "text/event-stream; charset=utf-8")
        .add("cache-control", "no-cache")
        .add("request-id", AnthropicErrors.requestId());
  }
}
