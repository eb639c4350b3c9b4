// Chat completions as a plain request gets them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache.Use;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.ToolCall;
import java.util.List;

/** Builds answers. */
final class ChatAnswers {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ChatAnswers() {}

  /**
   * A whole answer.
   *
   * @param cached what of the prompt the service had
   * @param id what its id, and those of its tool calls, end with
   * @param annotated whether it tells what Azure's content filter thought
   */
  static ObjectNode whole(
      ChatRequest request, Answer answer, Use cached, long id, long created, boolean annotated) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "chatcmpl-trefoil-" + id).put("object", "chat.completion");
    json.put("created", created).put("model", request.model());
    json.put("system_fingerprint", "fp_trefoil");
    request
        .serviceTier()
        .ifPresent(tier -> json.put("service_tier", tier.equals("auto") ? "default" : tier));
    ArrayNode choices = json.putArray("choices");
    for (int i = 0; i < request.choices(); i++) {
      ObjectNode choice = choices.addObject().put("index", i);
      choice.set("message", message(request, answer, id + "-" + i));
      if (request.topLogprobs().isPresent() && answer.calls().isEmpty()) {
        ObjectNode logprobs = choice.putObject("logprobs");
        logprobs.set("content", Logprobs.of(answer.text(), request.topLogprobs().getAsInt()));
        logprobs.putNull("refusal");
      } else {
        choice.putNull("logprobs");
      }
      choice.put("finish_reason", reason(request, answer));
      if (annotated) {
        choice.set("content_filter_results", Annotations.unfiltered());
      }
    }
    if (annotated) {
      json.set("prompt_filter_results", Annotations.ofPrompt());
    }
    json.set("usage", usage(request, answer, cached));
    return json;
  }

  /** The answer that a filter has stopped before its first word. */
  static ObjectNode filtered(ObjectNode whole) {
    for (var choice : whole.path("choices")) {
      ((ObjectNode) choice).put("finish_reason", "content_filter").putNull("logprobs");
      ObjectNode message = (ObjectNode) choice.get("message");
      message.put("content", "").remove(List.of("tool_calls", "reasoning_content"));
    }
    return whole;
  }

  private static ObjectNode message(ChatRequest request, Answer answer, String id) {
    ObjectNode message = NODES.objectNode().put("role", "assistant");
    if (answer.calls().isEmpty()) {
      message.put("content", answer.text());
    } else {
      message.putNull("content");
    }
    if (request.tellsReasoning() && !answer.reasoning().isEmpty()) {
      message.put("reasoning_content", answer.reasoning());
    }
    message.putNull("refusal").putArray("annotations");
    int index = 0;
    for (ToolCall call : answer.calls()) {
      ObjectNode json = message.withArrayProperty("tool_calls").addObject();
      json.put("id", "call_%s-%d".formatted(id, index++));
      if (request.customTools().contains(call.name())) {
        json.put("type", "custom");
        json.putObject("custom").put("name", call.name()).put("input", call.text());
      } else {
        json.put("type", "function");
        json.putObject("function")
            .put("name", call.name())
            .put("arguments", call.arguments().toString());
      }
    }
    return message;
  }

  /** A call of the one tool that was named ends with stop: so the service does. */
  private static String reason(ChatRequest request, Answer answer) {
    if (!answer.calls().isEmpty()) {
      return request.forced() ? "stop" : "tool_calls";
    }
    return answer.end() == Answer.End.LIMIT ? "length" : "stop";
  }

  private static ObjectNode usage(ChatRequest request, Answer answer, Use cached) {
    int prompt = cached.fresh(answer.promptTokens()) + cached.read() + cached.written();
    int reasoned = answer.reasoningTokens() * request.choices();
    int completion = answer.answerTokens() * request.choices() + reasoned;
    ObjectNode usage = NODES.objectNode();
    usage
        .put("prompt_tokens", prompt)
        .put("completion_tokens", completion)
        .put("total_tokens", prompt + completion);
    CachedPrompt.tell(cached, usage.putObject("prompt_tokens_details")).put("audio_tokens", 0);
    usage
        .putObject("completion_tokens_details")
        .put("reasoning_tokens", reasoned)
        .put("audio_tokens", 0)
        .put("accepted_prediction_tokens", 0)
        .put("rejected_prediction_tokens", 0);
    return usage;
  }
}
