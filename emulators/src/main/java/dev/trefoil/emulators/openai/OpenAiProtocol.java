// Chat completions, Responses and embeddings as OpenAI's SDKs speak them, on whichever host.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.identity.Verdict;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.net.Headers;
import dev.trefoil.emulators.net.HttpRequest;
import dev.trefoil.emulators.service.HttpError;
import dev.trefoil.emulators.service.HttpProtocol;
import dev.trefoil.emulators.service.OddAnswers;
import dev.trefoil.emulators.service.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** The protocol. */
public final class OpenAiProtocol implements HttpProtocol<OpenAiRequest> {

  private static final String BROKEN = "{\"choices\":[{\"de";

  /** Members of a delta whose text is a piece of the answer. */
  private static final List<String> CONTENT =
      List.of("content", "reasoning_content", "reasoning", "refusal");

  private final Dialect dialect;
  private final ReasoningCipher cipher;
  private final PromptCache cache = new PromptCache();
  private final AtomicLong requests = new AtomicLong();

  /**
   * The protocol in this dialect.
   *
   * @param service whose reasoning no other service can read
   */
  public OpenAiProtocol(Dialect dialect, String service) {
    this.dialect = dialect;
    this.cipher = new ReasoningCipher(service);
  }

  @Override
  public void live(InstantSource clock) {
    cache.live(clock);
  }

  @Override
  public Verdict authenticate(HttpRequest request) {
    return dialect.authenticate(request);
  }

  @Override
  public HttpError unauthenticated(Verdict.Rejected verdict) {
    return dialect.unauthenticated(verdict);
  }

  @Override
  public OpenAiRequest read(HttpRequest request) throws RefusedException {
    return RequestReader.read(request, dialect, cipher);
  }

  @Override
  public boolean streams(OpenAiRequest request) {
    return switch (request) {
      case ChatRequest chat -> chat.stream();
      case ResponsesRequest responses -> responses.stream();
      case EmbeddingRequest embedding -> false;
    };
  }

  @Override
  public JsonNode answer(OpenAiRequest request) {
    return switch (request) {
      case ChatRequest chat -> chat(chat);
      case ResponsesRequest responses -> responses(responses);
      case EmbeddingRequest embedding -> EmbeddingAnswers.whole(embedding);
    };
  }

  @Override
  public JsonNode filtered(OpenAiRequest request) throws RefusedException {
    Optional<HttpError> error = dialect.filtered();
    if (error.isEmpty() && request instanceof ChatRequest chat) {
      return ChatAnswers.filtered(chat(chat));
    }
    if (error.isEmpty() && request instanceof ResponsesRequest responses) {
      return ResponsesAnswers.filtered(responses(responses));
    }
    // Embeddings have no finish reason that could tell it.
    throw new RefusedException(error.orElseGet(OpenAiErrors::flagged));
  }

  @Override
  public List<JsonNode> split(JsonNode answer, OpenAiRequest request) {
    if (request instanceof ResponsesRequest) {
      return ResponsesEvents.of(answer);
    }
    boolean includeUsage = request instanceof ChatRequest chat && chat.includeUsage();
    return ChatChunks.split(answer, includeUsage, dialect.annotates());
  }

  @Override
  public JsonNode join(List<JsonNode> events) {
    return events.stream().anyMatch(ResponsesEvents::isOne)
        ? ResponsesJoin.join(events)
        : ChatJoin.join(events);
  }

  @Override
  public boolean isToken(JsonNode event) {
    if (ResponsesEvents.isOne(event)) {
      return ResponsesEvents.isToken(event);
    }
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
    String data = event.isTextual() ? event.textValue() : OddAnswers.escaped(event.toString());
    return ResponsesEvents.isOne(event) ? named(event, data) : data(data);
  }

  @Override
  public byte[] encodeBroken(JsonNode event) {
    return ResponsesEvents.isOne(event) ? named(event, ResponsesEvents.BROKEN) : data(BROKEN);
  }

  /** As proxies and OpenRouter send them. */
  @Override
  public byte[] heartbeat() {
    return ": keep-alive\n\n".getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] errorInStream() {
    return data(outage().body().toString());
  }

  @Override
  public boolean mayNotStream() {
    return true;
  }

  @Override
  public HttpError outage() {
    return dialect.error(503, Optional.empty());
  }

  @Override
  public HttpError throttled(OptionalInt retryAfterSeconds) {
    return dialect.throttled(retryAfterSeconds);
  }

  @Override
  public HttpError error(int status, Optional<JsonNode> body) {
    return dialect.error(status, body);
  }

  @Override
  public HttpError contextTooLong() {
    return OpenAiErrors.contextTooLong();
  }

  @Override
  public Headers answerHeaders() {
    return dialect.headers().add("content-type", "application/json");
  }

  @Override
  public Headers streamHeaders() {
    return dialect.headers().add("content-type", "text/event-stream; charset=utf-8");
  }

  private ObjectNode chat(ChatRequest chat) {
    return ChatAnswers.whole(
        chat,
        Echo.answer(chat.ask()),
        chat.cached().use(cache),
        requests.incrementAndGet(),
        Instant.now().getEpochSecond(),
        dialect.annotates());
  }

  private static byte[] data(String data) {
    return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] named(JsonNode event, String data) {
    return "event: %s\ndata: %s\n\n"
        .formatted(event.path("type").asText(), data)
        .getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode responses(ResponsesRequest request) {
    return ResponsesAnswers.whole(
        request,
        Echo.answer(request.ask()),
        request.cached().use(cache),
        requests.incrementAndGet(),
        Instant.now().getEpochSecond(),
        cipher);
  }
}
