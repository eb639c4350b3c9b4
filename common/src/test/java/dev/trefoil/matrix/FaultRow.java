package dev.trefoil.matrix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trefoil.emulators.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One kind of fault, and what is to come of it.
 *
 * @param json the fault as the switchboard takes it
 * @param attempts how the faulty service's attempts end, in order
 * @param then what happens after them
 */
record FaultRow(String name, String json, List<String> attempts, Then then) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What happens after a faulty service's attempts. */
  enum Then {
    /** Its own last attempt has answered. */
    ANSWERED,
    /** The next target answers. */
    NEXT,
    /** The same; of a stream, after the faulty one's first words, which the next one repeats. */
    NEXT_AFTER_WORDS,
    /** The same; a stream that had begun is not asked for again. */
    AGAIN_OR_AFTER_WORDS,
    /** The next target answers; a stream that had begun ends with the error. */
    NEXT_OR_CUT,
    /** A target with a larger window answers, if there is one. */
    LARGER_WINDOW,
    /** The service's own filter has the last word. */
    FILTERED
  }

  /**
   * What the caller is told.
   *
   * @param trail {@code service outcome limit} of the attempts from the faulty service's first on
   * @param ending the finish reason, or the error's code
   * @param text the answer's; empty where it is the service's own to say
   */
  record Expected(List<String> trail, int status, String ending, Optional<String> text) {}

  private static final String OK = "ok";

  /** How an attempt ends that has waited for a whole answer. */
  private static final String WHOLE = "timeout whole";

  /** What every service says: one that goes on with another's words has to begin with them. */
  private static final String WORDS = "All say one two three 😀";

  static final List<FaultRow> ALL =
      List.of(
          row("outage", "{'kind':'outage'}", Then.NEXT, "overloaded", "overloaded"),
          row("outage once", "{'kind':'outage','times':1}", Then.ANSWERED, "overloaded", OK),
          row("throttle", "{'kind':'throttle'}", Then.NEXT, "throttled", "throttled"),
          row("throttle once", "{'kind':'throttle','times':1}", Then.ANSWERED, "throttled", OK),
          row(
              "throttle once, back in a second",
              "{'kind':'throttle','retryAfterSeconds':1,'times':1}",
              Then.ANSWERED,
              "throttled",
              OK),
          row(
              "throttle, back in twenty seconds",
              "{'kind':'throttle','retryAfterSeconds':20}",
              Then.NEXT,
              "throttled"),
          row("500", "{'kind':'error','status':500}", Then.NEXT, "overloaded", "overloaded"),
          row(
              "500 once",
              "{'kind':'error','status':500,'times':1}",
              Then.ANSWERED,
              "overloaded",
              OK),
          row("403", "{'kind':'error','status':403}", Then.NEXT, "auth"),
          row("404", "{'kind':'error','status':404}", Then.NEXT, "model_unavailable"),
          row("reset", "{'kind':'reset'}", Then.NEXT, "unreachable", "unreachable"),
          row("reset once", "{'kind':'reset','times':1}", Then.ANSWERED, "unreachable", OK),
          row("silent", "{'kind':'silent'}", Then.NEXT, "timeout first-token"),
          row("a little slow", "{'kind':'slow','delayMs':5}", Then.ANSWERED, OK),
          row("too slow", "{'kind':'slow','delayMs':60000}", Then.NEXT, "timeout first-token"),
          row("stall at once", "{'kind':'stall'}", Then.NEXT, "timeout first-token"),
          row("stall", "{'kind':'stall','afterTokens':2}", Then.NEXT_AFTER_WORDS, "timeout stall"),
          row("cut at once", "{'kind':'cut'}", Then.NEXT, "unreachable", "unreachable"),
          row("cut", "{'kind':'cut','afterTokens':2}", Then.NEXT_AFTER_WORDS, "truncated"),
          row(
              "cut once",
              "{'kind':'cut','afterTokens':2,'times':1}",
              Then.NEXT_AFTER_WORDS,
              "truncated"),
          row("malformed", "{'kind':'malformed'}", Then.NEXT_AFTER_WORDS, "truncated"),
          row(
              "what it alone does not take",
              "{'kind':'error','status':400,'body':{'__type':'ValidationException','message':'No"
                  + " seed: not supported.','error':{'code':400,'message':'No seed: not"
                  + " supported.','status':'INVALID_ARGUMENT','param':'seed'}}}",
              Then.NEXT,
              "unsupported"),
          odd("no_usage", Then.ANSWERED, OK),
          odd("no_finish_reason", Then.NEXT_AFTER_WORDS, "truncated"),
          odd("held_open", Then.ANSWERED, OK),
          odd("heartbeats", Then.NEXT, "timeout first-token"),
          odd("runaway", Then.NEXT_OR_CUT, "response_too_large"),
          odd("half_characters", Then.ANSWERED, OK),
          odd("whole_for_stream", Then.ANSWERED, OK),
          odd("error_in_stream", Then.AGAIN_OR_AFTER_WORDS, "overloaded", "overloaded"),
          row(
              "context length",
              "{'kind':'context_length'}",
              Then.LARGER_WINDOW,
              "context_too_long"),
          row("content filter", "{'kind':'content_filter'}", Then.FILTERED));

  private static FaultRow row(String name, String json, Then then, String... attempts) {
    return new FaultRow(name, json.replace('\'', '"'), List.of(attempts), then);
  }

  private static FaultRow odd(String oddity, Then then, String... attempts) {
    return row(oddity, "{'kind':'odd','oddity':'" + oddity + "'}", then, attempts);
  }

  Fault fault() throws JsonProcessingException {
    return Fault.parse(JSON.readTree(json));
  }

  /**
   * @param next the service that comes after the faulty one
   * @param second whether the service that comes before the faulty one is out as well
   */
  Expected expected(String faulty, String next, boolean stream, boolean second) {
    return switch (then) {
      case ANSWERED -> answered(trail(faulty, attempts));
      case NEXT -> goesOn(faulty, next, attempts);
      case NEXT_AFTER_WORDS -> goesOn(faulty, next, attempts);
      case AGAIN_OR_AFTER_WORDS -> goesOn(faulty, next, stream ? attempts.subList(0, 1) : attempts);
      case NEXT_OR_CUT -> stream ? cut(faulty) : goesOn(faulty, next, attempts);
      case LARGER_WINDOW -> larger(faulty, second);
      case FILTERED -> filtered(faulty);
    };
  }

  /**
   * What comes of it where a plain answer is asked for whole: there are no first words, and silence
   * lasts until the answer would have been there.
   */
  Expected expectedWhole(String faulty, String next) {
    // A message of gRPC comes whole or not at all, and no other in its place.
    boolean oneMessage = faulty.equals("vertex_ai");
    return switch (name) {
      case "silent", "too slow", "stall at once", "stall" -> goesOn(faulty, next, List.of(WHOLE));
      case "heartbeats", "runaway" ->
          oneMessage ? answered(List.of(faulty + " ok")) : goesOn(faulty, next, List.of(WHOLE));
      case "cut" -> goesOn(faulty, next, List.of("unreachable", "unreachable"));
      case "cut once" -> answered(trail(faulty, List.of("unreachable", OK)));
      default -> expected(faulty, next, false, false);
    };
  }

  /**
   * Claude's window holds 1,000,000 tokens, Gemini's 1,048,576 and GPT's 1,050,000. After Gemini,
   * GPT would do; where it comes before Gemini, it is out. Where all have one model, none has more.
   */
  private Expected larger(String faulty, boolean second) {
    boolean answered =
        switch (faulty) {
          case "bedrock" -> true;
          case "vertex_ai" -> !second;
          default -> false;
        };
    return answered
        ? answered(trail(faulty, attempts, "azure ok"))
        : new Expected(trail(faulty, attempts), 400, "context_length_exceeded", Optional.empty());
  }

  /** Azure refuses the prompt; the others end their answer, which is then a whole one. */
  private static Expected filtered(String faulty) {
    return faulty.startsWith("azure")
        ? new Expected(
            List.of(faulty + " content_filtered"), 400, "content_filter", Optional.empty())
        : new Expected(List.of(faulty + " ok"), 200, "content_filter", Optional.empty());
  }

  private Expected goesOn(String faulty, String next, List<String> ends) {
    return answered(trail(faulty, ends, next + " ok"));
  }

  private Expected cut(String faulty) {
    return new Expected(trail(faulty, attempts), 200, "cut", Optional.empty());
  }

  private static Expected answered(List<String> trail) {
    return new Expected(trail, 200, "stop", Optional.of(WORDS));
  }

  private List<String> trail(String faulty, List<String> ends, String... more) {
    List<String> trail = new ArrayList<>();
    ends.forEach(end -> trail.add(faulty + " " + end));
    trail.addAll(List.of(more));
    return trail;
  }

  /** A whole answer in a service's own form. */
  static String reply(String service) {
    String json =
        switch (service) {
          case "bedrock" ->
              """
              {"output":{"message":{"role":"assistant","content":[{"text":"%s"}]}},
               "stopReason":"end_turn","usage":{"inputTokens":3,"outputTokens":5,"totalTokens":8},
               "metrics":{"latencyMs":1}}
              """;
          case "vertex_ai" ->
              """
              {"candidates":[{"index":0,"finishReason":"STOP",
               "content":{"role":"model","parts":[{"text":"%s"}]}}],
               "usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":5,"totalTokenCount":8}}
              """;
          case "claude_aws", "foundry", "claude_mantle", "claude_gcp" ->
              """
              {"id":"msg_1","type":"message","role":"assistant","model":"m",
               "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn",
               "stop_sequence":null,"usage":{"input_tokens":3,"output_tokens":5}}
              """;
          case "azure_chat", "bedrock_chat", "mantle_chat" ->
              """
              {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"m",
               "choices":[{"index":0,"finish_reason":"stop","logprobs":null,
               "message":{"role":"assistant","content":"%s","refusal":null}}],
               "usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}
              """;
          default ->
              """
              {"id":"resp_1","object":"response","created_at":1,"model":"m","status":"completed",
               "output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant",
               "content":[{"type":"output_text","text":"%s","annotations":[],"logprobs":[]}]}],
               "usage":{"input_tokens":3,"output_tokens":5,"total_tokens":8}}
              """;
        };
    return "{\"json\":" + json.formatted(WORDS) + "}";
  }
}
