// Messages of the assistant, whole.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.claude.ReasoningSignature;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.Ask;
import dev.trefoil.emulators.model.Echo;
import dev.trefoil.emulators.model.ToolCall;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;

/** Builds answers. */
final class MessagesAnswers {

  /** Of all emulators together: no two messages or calls have the same id. */
  private static final AtomicLong IDS = new AtomicLong();

  private MessagesAnswers() {}

  static ObjectNode whole(
      MessagesRequest request, Answer answer, PromptCache cache, ReasoningSignature signature) {
    ObjectNode json = message(request);
    ArrayNode content = json.putArray("content");
    if (!answer.reasoning().isEmpty()) {
      String text = request.shown() ? answer.reasoning() : "";
      content
          .addObject()
          .put("type", "thinking")
          .put("thinking", text)
          .put("signature", signature.of(text));
    }
    if (!answer.text().isEmpty()) {
      content.addObject().put("type", "text").put("text", answer.text());
    }
    for (ToolCall call : answer.calls()) {
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", "toolu_%024d".formatted(IDS.incrementAndGet()))
          .put("name", call.name())
          .set("input", call.arguments());
    }
    json.put("stop_reason", stopReason(answer));
    stop(request.ask(), answer)
        .ifPresentOrElse(
            stop -> json.put("stop_sequence", stop), () -> json.putNull("stop_sequence"));
    addUsage(json, answer.promptTokens(), answer, cache.use(request.prompt(), request.leastKept()));
    return json;
  }

  /** The message when the model's safeguards have stepped in: a refusal with nothing said. */
  static ObjectNode refused(MessagesRequest request, Answer answer) {
    ObjectNode json = message(request);
    json.putArray("content");
    json.put("stop_reason", "refusal").putNull("stop_sequence");
    json.putObject("stop_details")
        .put("type", "refusal")
        .putNull("category")
        .putNull("explanation");
    addUsage(json, answer.promptTokens(), new Answer("", answer.end(), 0, 0), PromptCache.Use.NONE);
    return json;
  }

  private static ObjectNode message(MessagesRequest request) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", "msg_%024d".formatted(IDS.incrementAndGet()))
        .put("type", "message")
        .put("role", "assistant")
        .put("model", request.model());
  }

  private static String stopReason(Answer answer) {
    return answer.calls().isEmpty()
        ? switch (answer.end()) {
          case DONE -> "end_turn";
          case STOP_SEQUENCE -> "stop_sequence";
          case LIMIT -> "max_tokens";
        }
        : "tool_use";
  }

  /** Which sequence it met: the one that the answer would have gone on with. */
  private static Optional<String> stop(Ask ask, Answer answer) {
    if (answer.end() != Answer.End.STOP_SEQUENCE) {
      return Optional.empty();
    }
    Ask unstopped =
        new Ask(
            ask.conversation(), OptionalInt.empty(), List.of(), ask.tools(), ask.format(), false);
    String rest = Echo.answer(unstopped).text().substring(answer.text().length());
    return ask.stops().stream()
        .filter(stop -> !stop.isEmpty())
        .filter(rest::startsWith)
        .findFirst();
  }

  private static void addUsage(
      ObjectNode json, int promptTokens, Answer answer, PromptCache.Use use) {
    ObjectNode usage = json.putObject("usage");
    usage
        .put("input_tokens", use.fresh(promptTokens))
        .put("cache_creation_input_tokens", use.written())
        .put("cache_read_input_tokens", use.read())
        .put("output_tokens", answer.reasoningTokens() + answer.answerTokens());
    usage
        .putObject("cache_creation")
        .put("ephemeral_5m_input_tokens", use.writtenShort())
        .put("ephemeral_1h_input_tokens", use.writtenLong());
    usage.putObject("output_tokens_details").put("thinking_tokens", answer.reasoningTokens());
    usage.put("service_tier", "standard");
  }
}
