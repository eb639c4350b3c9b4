// Responses as a plain request gets them.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trefoil.emulators.cache.PromptCache.Use;
import dev.trefoil.emulators.model.Answer;
import dev.trefoil.emulators.model.ToolCall;

/** Builds answers. */
final class ResponsesAnswers {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What an answer repeats of its request, and what it says where the request did not. */
  private static final String REPEATED =
      """
      {"background":false,"instructions":null,"max_output_tokens":null,"max_tool_calls":null,
      "metadata":{},"parallel_tool_calls":true,"previous_response_id":null,
      "prompt_cache_key":null,"reasoning":{"effort":null,"summary":null},
      "safety_identifier":null,"service_tier":"default","store":true,"temperature":1.0,
      "text":{"format":{"type":"text"}},"tool_choice":"auto","tools":[],"top_logprobs":0,
      "top_p":1.0,"truncation":"disabled","user":null}
      """;

  private ResponsesAnswers() {}

  /**
   * A whole answer.
   *
   * @param cached what of the prompt the service had
   * @param number what its id, and those of its items, end with
   */
  static ObjectNode whole(
      ResponsesRequest request,
      Answer answer,
      Use cached,
      long number,
      long created,
      ReasoningCipher cipher) {
    ObjectNode json = NODES.objectNode();
    json.put("id", "resp_trefoil%06d".formatted(number)).put("object", "response");
    json.put("created_at", created);
    boolean whole = answer.end() != Answer.End.LIMIT;
    json.put("status", whole ? "completed" : "incomplete").putNull("error");
    if (whole) {
      json.putNull("incomplete_details");
    } else {
      json.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    json.put("model", request.model());
    repeat(request.body(), json);
    ArrayNode output = json.putArray("output");
    if (request.ask().reasoning()) {
      output.add(reasoning(request, answer, "rs_trefoil%06d".formatted(number), cipher));
    }
    int index = 0;
    for (ToolCall call : answer.calls()) {
      output.add(call(request, call, "%06d%02d".formatted(number, index++)));
    }
    if (answer.calls().isEmpty()) {
      output.add(message(request, answer, number, whole));
    }
    json.set("usage", usage(cached, answer));
    return json;
  }

  /** The answer that a filter has stopped before its first word. */
  static ObjectNode filtered(ObjectNode whole) {
    whole.put("status", "incomplete").putArray("output");
    whole.putObject("incomplete_details").put("reason", "content_filter");
    return whole;
  }

  private static void repeat(JsonNode body, ObjectNode json) {
    ObjectNode defaults;
    try {
      defaults = (ObjectNode) new ObjectMapper().readTree(REPEATED);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a constant that is not JSON", e);
    }
    for (var member : defaults.properties()) {
      JsonNode said = body.path(member.getKey());
      boolean tier = member.getKey().equals("service_tier") && said.asText().equals("auto");
      json.set(
          member.getKey(),
          said.isMissingNode() || said.isNull() || tier ? member.getValue() : said);
    }
  }

  private static ObjectNode reasoning(
      ResponsesRequest request, Answer answer, String id, ReasoningCipher cipher) {
    ObjectNode item = NODES.objectNode().put("id", id).put("type", "reasoning");
    ArrayNode summary = item.putArray("summary");
    if (request.summarizes()) {
      summary.addObject().put("type", "summary_text").put("text", answer.reasoning());
    }
    if (request.includes("reasoning.encrypted_content")) {
      item.put("encrypted_content", cipher.encrypt(id));
    }
    return item;
  }

  private static ObjectNode call(ResponsesRequest request, ToolCall call, String number) {
    ResponsesTools.Offered offered = ResponsesTools.of(request.body()).get(call.name());
    ObjectNode item = NODES.objectNode();
    item.put("id", (offered.custom() ? "ctc_trefoil" : "fc_trefoil") + number);
    item.put("type", offered.custom() ? "custom_tool_call" : "function_call");
    item.put("status", "completed").put("call_id", "call_trefoil" + number);
    item.put("name", call.name());
    if (!offered.namespace().isEmpty()) {
      item.put("namespace", offered.namespace());
    }
    return offered.custom()
        ? item.put("input", call.text())
        : item.put("arguments", call.arguments().toString());
  }

  private static ObjectNode message(
      ResponsesRequest request, Answer answer, long number, boolean whole) {
    ObjectNode item = NODES.objectNode().put("id", "msg_trefoil%06d".formatted(number));
    item.put("type", "message").put("status", whole ? "completed" : "incomplete");
    item.put("role", "assistant");
    if (ModelFamily.of(request.model()).toolsByResponses()) { // As old as that rule.
      item.put("phase", "final_answer");
    }
    ObjectNode part = item.putArray("content").addObject().put("type", "output_text");
    part.put("text", answer.text()).putArray("annotations");
    ArrayNode logprobs = part.putArray("logprobs");
    if (request.includes("message.output_text.logprobs")) {
      logprobs.addAll(Logprobs.of(answer.text(), request.body().path("top_logprobs").asInt(0)));
    }
    return item;
  }

  private static ObjectNode usage(Use cached, Answer answer) {
    int prompt = cached.fresh(answer.promptTokens()) + cached.read() + cached.written();
    int output = answer.answerTokens() + answer.reasoningTokens();
    ObjectNode usage = NODES.objectNode().put("input_tokens", prompt);
    CachedPrompt.tell(cached, usage.putObject("input_tokens_details"));
    usage.put("output_tokens", output);
    usage.putObject("output_tokens_details").put("reasoning_tokens", answer.reasoningTokens());
    return usage.put("total_tokens", prompt + output);
  }

  /** What an answer looks like when it has begun. */
  static ObjectNode begun(JsonNode whole) {
    ObjectNode begun = whole.deepCopy();
    begun.put("status", "in_progress").putNull("incomplete_details").putNull("usage");
    begun.putArray("output");
    return begun.putNull("error");
  }
}
