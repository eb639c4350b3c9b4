// Amazon Bedrock's Converse, ConverseStream and InvokeModel.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.identity.Verdict;
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
import java.util.concurrent.atomic.AtomicLong;

/** The protocol as the vendor's SDKs speak it. */
final class BedrockProtocol implements HttpProtocol<BedrockRequest> {

  private final BedrockAccess access;
  private final ProvisionedModels provisioned;
  private final PromptCache cache = new PromptCache();
  private final AtomicLong requests = new AtomicLong();

  BedrockProtocol(BedrockAccess access, ProvisionedModels provisioned) {
    this.access = access;
    this.provisioned = provisioned;
  }

  @Override
  public void live(InstantSource clock) {
    cache.live(clock);
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return access.verify(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    int status = verdict.code().equals("IncompleteSignatureException") ? 400 : 403;
    return BedrockErrors.of(status, verdict.code(), verdict.reason());
  }

  @Override
  public BedrockRequest read(HttpRequest request) throws RefusedException {
    return BedrockReader.read(request, provisioned);
  }

  @Override
  public boolean streams(BedrockRequest request) {
    return request instanceof ConverseRequest converse && converse.stream();
  }

  @Override
  public JsonNode answer(BedrockRequest request) {
    return switch (request) {
      case ConverseRequest converse -> {
        JsonNode answer = ConverseAnswers.whole(converse, Echo.answer(converse.ask()), cache);
        if (AppliedGuardrail.stops(converse.body(), answer)) {
          yield filtered(request);
        }
        provisioned.used(converse.modelId(), answer.at("/usage/totalTokens").asInt());
        yield answer;
      }
      case EmbeddingRequest embedding -> EmbeddingAnswers.of(embedding, nextId());
    };
  }

  /** Embeddings are not filtered. */
  @Override
  public JsonNode filtered(BedrockRequest request) {
    return request instanceof ConverseRequest converse
        ? ConverseAnswers.filtered(converse, Echo.answer(converse.ask()))
        : answer(request);
  }

  @Override
  public List<JsonNode> split(JsonNode answer, BedrockRequest request) {
    return ConverseEvents.of(answer);
  }

  @Override
  public JsonNode join(List<JsonNode> events) {
    return ConverseJoin.join(events);
  }

  @Override
  public boolean isToken(JsonNode event) {
    return event.has("contentBlockDelta");
  }

  @Override
  public byte[] encode(JsonNode event) {
    return EventFrames.encode(event);
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return EventFrames.encodeBroken(event);
  }

  @Override
  public byte[] errorInStream() {
    ObjectNode error = JsonNodeFactory.instance.objectNode();
    error.putObject("internalServerException").put("message", "The system encountered an error.");
    return EventFrames.encode(error);
  }

  @Override
  public HttpError outage() {
    return BedrockErrors.outage();
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return BedrockErrors.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return BedrockErrors.at(status, body);
  }

  @Override
  public HttpError contextTooLong() {
    return BedrockErrors.contextTooLong();
  }

  @Override
  public Headers answerHeaders() {
    return requestId().add("content-type", "application/json");
  }

  @Override
  public Headers answerHeaders(BedrockRequest request, JsonNode answer) {
    Headers headers = answerHeaders();
    if (request instanceof EmbeddingRequest embedding) {
      headers.add(
          "x-amzn-bedrock-input-token-count", Integer.toString(EmbeddingAnswers.tokens(embedding)));
    }
    return headers;
  }

  @Override
  public Headers streamHeaders() {
    return requestId().add("content-type", "application/vnd.amazon.eventstream");
  }

  private Headers requestId() {
    return Headers.of("x-amzn-requestid", nextId());
  }

  private String nextId() {
    return "00000000-0000-4000-8000-%012d".formatted(requests.incrementAndGet());
  }
}
