// Amazon Bedrock's Converse and ConverseStream.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.identity.SigV4Verifier;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.RefusedException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** The protocol as the vendor's SDKs speak it. */
final class BedrockProtocol implements HttpProtocol<ConverseRequest> {

  private final SigV4Verifier signatures;
  private final AtomicLong requests = new AtomicLong();

  BedrockProtocol(SigV4Verifier signatures) {
    this.signatures = signatures;
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return signatures.verify(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    int status = verdict.code().equals("IncompleteSignatureException") ? 400 : 403;
    return BedrockErrors.of(status, verdict.code(), verdict.reason());
  }

  @Override
  public ConverseRequest read(HttpRequest request) throws RefusedException {
    return ConverseReader.read(request);
  }

  @Override
  public boolean streams(ConverseRequest request) {
    return request.stream();
  }

  @Override
  public JsonNode answer(ConverseRequest request) {
    return ConverseAnswers.whole(echo(request));
  }

  @Override
  public JsonNode filtered(ConverseRequest request) {
    return ConverseAnswers.whole(
        "Sorry, the model cannot answer this question.",
        "guardrail_intervened",
        echo(request).promptTokens(),
        0);
  }

  @Override
  public List<JsonNode> split(JsonNode answer, ConverseRequest request) {
    return ConverseAnswers.split(answer);
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
  public Headers streamHeaders() {
    return requestId().add("content-type", "application/vnd.amazon.eventstream");
  }

  private Headers requestId() {
    String id = "00000000-0000-4000-8000-%012d".formatted(requests.incrementAndGet());
    return Headers.of("x-amzn-requestid", id);
  }

  private static Answer echo(ConverseRequest request) {
    return Echo.answer(request.conversation(), request.maxTokens(), request.stopSequences());
  }
}
