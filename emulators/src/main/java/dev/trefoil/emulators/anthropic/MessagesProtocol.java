// Anthropic's Messages API, JSON and server-sent events, at whichever service.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.RefusedException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The protocol as Anthropic's SDKs speak it. */
public final class MessagesProtocol implements HttpProtocol<MessagesRequest> {

  private final MessagesPlatform platform;
  private final PromptCache cache = new PromptCache();

  /**
   * The protocol of a service.
   *
   * @param platform what is its own
   */
  public MessagesProtocol(MessagesPlatform platform) {
    this.platform = platform;
  }

  @Override
  public void live(InstantSource clock) {
    cache.live(clock);
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return platform.authenticate(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return platform.unauthenticated(verdict);
  }

  @Override
  public MessagesRequest read(HttpRequest request) throws RefusedException {
    try {
      return MessagesReader.read(request, platform);
    } catch (RefusedException e) {
      throw new RefusedException(platform.refused(e.error()));
    }
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
        : MessagesAnswers.whole(request, answer, cache, platform.signature());
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
    return platform.frames().encode(event);
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return platform.frames().encodeBroken(event);
  }

  @Override
  public byte[] heartbeat() {
    return platform.frames().heartbeat();
  }

  @Override
  public byte[] errorInStream() {
    return platform.frames().error();
  }

  @Override
  public HttpError outage() {
    return platform.outage();
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return platform.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return platform.error(status, body);
  }

  @Override
  public HttpError contextTooLong() {
    return platform.contextTooLong();
  }

  @Override
  public Headers answerHeaders() {
    return Headers.of("content-type", "application/json")
        .add("request-id", AnthropicErrors.requestId());
  }

  @Override
  public Headers streamHeaders() {
    return platform.frames().headers().add("request-id", AnthropicErrors.requestId());
  }
}
