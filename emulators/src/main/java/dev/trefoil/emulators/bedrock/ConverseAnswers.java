// Converse answers, whole.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.ToolCall;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Builds answers. */
final class ConverseAnswers {

  /** Milliseconds that the emulated model claims to have taken: the same each time. */
  private static final int LATENCY_MS = 1;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Of all emulators together: no two calls have the same id. */
  private static final AtomicLong CALLS = new AtomicLong();

  private ConverseAnswers() {}

  static ObjectNode whole(ConverseRequest request, Answer answer, PromptCache cache) {
    ObjectNode json = NODES.objectNode();
    ArrayNode content = message(json);
    addReasoning(request, answer, content);
    if (!answer.text().isEmpty()) {
      content.addObject().put("text", answer.text());
    }
    for (ToolCall call : answer.calls()) {
      ObjectNode use = content.addObject().putObject("toolUse");
      use.put("toolUseId", "tooluse_%022d".formatted(CALLS.incrementAndGet()));
      use.put("name", call.name()).set("input", call.arguments());
    }
    json.put("stopReason", stopReason(answer));
    addUsage(request, answer, json, cache.use(request.prompt(), request.leastKept()));
    return json;
  }

  /** The answer when a guardrail has stepped in. */
  static ObjectNode filtered(ConverseRequest request, Answer answer) {
    ObjectNode json = NODES.objectNode();
    message(json).addObject().put("text", "Sorry, the model cannot answer this question.");
    json.put("stopReason", "guardrail_intervened");
    addUsage(
        request,
        new Answer("", answer.end(), answer.promptTokens(), 0),
        json,
        PromptCache.Use.NONE);
    return json;
  }

  private static ArrayNode message(ObjectNode json) {
    return json.putObject("output")
        .putObject("message")
        .put("role", "assistant")
        .putArray("content");
  }

  private static void addReasoning(ConverseRequest request, Answer answer, ArrayNode content) {
    if (!answer.reasoning().isEmpty()) {
      String text = request.shown() ? answer.reasoning() : "";
      ObjectNode reasoning =
          content.addObject().putObject("reasoningContent").putObject("reasoningText");
      reasoning.put("text", text);
      if (request.claude()) {
        reasoning.put("signature", ClaudeOnBedrock.SIGNATURE.of(text));
      }
    }
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

  private static void detail(ArrayNode details, String ttl, int tokens) {
    if (tokens > 0) {
      details.addObject().put("ttl", ttl).put("inputTokens", tokens);
    }
  }

  private static void addUsage(
      ConverseRequest request, Answer answer, ObjectNode json, PromptCache.Use use) {
    int fresh = use.fresh(answer.promptTokens());
    int output = answer.reasoningTokens() + answer.answerTokens();
    ObjectNode usage =
        json.putObject("usage")
            .put("inputTokens", fresh)
            .put("outputTokens", output)
            .put("totalTokens", fresh + use.read() + use.written() + output);
    if (request.prompt().isMarked()) {
      usage.put("cacheReadInputTokens", use.read()).put("cacheWriteInputTokens", use.written());
      ArrayNode details = usage.putArray("cacheDetails");
      detail(details, "1h", use.writtenLong());
      detail(details, "5m", use.writtenShort());
    }
    json.putObject("metrics").put("latencyMs", LATENCY_MS);
    for (String echoed : List.of("performanceConfig", "serviceTier")) {
      JsonNode asked = request.body().path(echoed);
      if (asked.isObject()) {
        json.set(echoed, asked);
      }
    }
  }
}
