// Azure OpenAI's chat completions, v1.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.BearerVerifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** The protocol as OpenAI's SDKs speak it. */
final class AzureProtocol implements HttpProtocol<ChatRequest> {

  private static final String BROKEN = "{\"choices\":[{\"de";

  /** Members of a delta whose text is a piece of the answer. */
  private static final List<String> CONTENT = List.of("content", "reasoning_content", "refusal");

  private final BearerVerifier tokens;
  private final AtomicLong requests = new AtomicLong();

  AzureProtocol(BearerVerifier tokens) {
    this.tokens = tokens;
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return tokens.verifyHeader(request.headers().first("authorization"));
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return AzureErrors.unauthorized();
  }

  @Override
  public ChatRequest read(HttpRequest request) throws RefusedException {
    return ChatReader.read(request);
  }

  @Override
  public boolean streams(ChatRequest request) {
    return request.stream();
  }

  @Override
  public JsonNode answer(ChatRequest request) {
    var answer = Echo.answer(request.conversation(), request.maxTokens(), request.stops());
    String id = "chatcmpl-trefoil-" + requests.incrementAndGet();
    return ChatAnswers.whole(request, answer, id, Instant.now().getEpochSecond());
  }

  @Override
  public JsonNode filtered(ChatRequest request) throws RefusedException {
    throw new RefusedException(AzureErrors.filtered());
  }

  @Override
  public List<JsonNode> split(JsonNode answer, ChatRequest request) {
    return ChatAnswers.split(answer, request.includeUsage());
  }

  @Override
  public JsonNode join(List<JsonNode> events) {
    return ChatJoin.join(events);
  }

  @Override
  public boolean isToken(JsonNode event) {
    for (JsonNode choice : event.path("choices")) {
      JsonNode delta = choice.path("delta");
      if (delta.has("tool_calls")
          || CONTENT.stream().anyMatch(field -> !delta.path(field).asText("").isEmpty())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public byte[] encode(JsonNode event) {
    return data(event.isTextual() ? event.textValue() : event.toString());
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return data(BROKEN);
  }

  @Override
  public HttpError outage() {
    return AzureErrors.outage();
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return AzureErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return AzureErrors.at(status, body);
  }

  @Override
  public HttpError contextTooLong() {
    return AzureErrors.contextTooLong();
  }

  @Override
  public Headers answerHeaders() {
    return Headers.of("content-type", "application/json").add("x-ms-region", "Loopback");
  }

  @Override
  public Headers streamHeaders() {
    return Headers.of("content-type", "text/event-stream; charset=utf-8")
        .add("x-ms-region", "Loopback");
  }

  private static byte[] data(String data) {
    return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }
}
