package dev.trefoil.rehearsal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * What a model service that speaks HTTP says in a rehearsal: "Hello", streamed as it streams or
 * whole.
 *
 * @param contentType of the response
 */
record Lines(String contentType, byte[] body) {
  private static final String WHOLE = "application/json";

  /** Whether it comes piece by piece. */
  boolean streamed() {
    return !contentType.equals(WHOLE);
  }

  /** By the path that a service is called at, and by what it is sent. */
  static Lines of(String path, String request) {
    if (path.endsWith("/converse-stream")) {
      return bedrock();
    }
    boolean messages =
        path.endsWith("/messages")
            || path.endsWith(":rawPredict")
            || path.endsWith(":streamRawPredict");
    if (!request.contains("\"stream\":true")) {
      return whole(path, messages);
    }
    if (path.endsWith("/responses")) {
      return responses();
    }
    return messages ? anthropic() : openAi();
  }

  private static Lines whole(String path, boolean messages) {
    String json;
    if (path.endsWith("/converse")) {
      json =
          """
          {"output":{"message":{"role":"assistant","content":[{"text":"Hello"}]}},"stopReason":"end_turn",
           "usage":{"inputTokens":12,"outputTokens":1,"totalTokens":13},"metrics":{"latencyMs":1}}
          """;
    } else if (path.endsWith("/responses")) {
      json =
          """
          {"id":"r","object":"response","created_at":1,"model":"m","status":"completed","output":[
            {"id":"msg","type":"message","status":"completed","role":"assistant","content":[
              {"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}]}],
           "usage":{"input_tokens":12,"output_tokens":1,"total_tokens":13}}
          """;
    } else if (messages) {
      json =
          """
          {"id":"m","type":"message","role":"assistant","model":"m","content":[
            {"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,
           "usage":{"input_tokens":12,"output_tokens":1}}
          """;
    } else {
      json =
          """
          {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[
            {"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],
           "usage":{"prompt_tokens":12,"completion_tokens":1,"total_tokens":13}}
          """;
    }
    return new Lines(WHOLE, json.getBytes(StandardCharsets.UTF_8));
  }

  /** Of Bedrock's ConverseStream; the members are those of the SDK's classes. */
  private static Lines bedrock() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    event(out, "messageStart", "{\"role\":\"assistant\"}");
    event(out, "contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"Hello\"}}");
    event(out, "contentBlockStop", "{\"contentBlockIndex\":0}");
    event(out, "messageStop", "{\"stopReason\":\"end_turn\"}");
    event(
        out,
        "metadata",
        """
        {"usage":{"inputTokens":12,"outputTokens":1,"totalTokens":13},"metrics":{"latencyMs":1}}\
        """);
    return new Lines("application/vnd.amazon.eventstream", out.toByteArray());
  }

  private static void event(ByteArrayOutputStream out, String type, String json) {
    Map<String, HeaderValue> headers =
        Map.of(
            ":message-type", HeaderValue.fromString("event"),
            ":event-type", HeaderValue.fromString(type),
            ":content-type", HeaderValue.fromString("application/json"));
    new Message(headers, json.getBytes(StandardCharsets.UTF_8)).encode(out);
  }

  /** Of OpenAI's chat completions, which Azure OpenAI's are. */
  private static Lines openAi() {
    return serverSentEvents(
        """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Hello"},"finish_reason":null}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":1,"total_tokens":13}}

        data: [DONE]

        """);
  }

  /** Of OpenAI's Responses, which Azure OpenAI's are. */
  private static Lines responses() {
    return serverSentEvents(
        """
        event: response.created
        data: {"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","created_at":1,"model":"m","status":"in_progress","output":[]}}

        event: response.output_item.added
        data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"msg","type":"message","status":"in_progress","role":"assistant","content":[]}}

        event: response.output_text.delta
        data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"msg","output_index":0,"content_index":0,"delta":"Hello","logprobs":[]}

        event: response.output_item.done
        data: {"type":"response.output_item.done","sequence_number":3,"output_index":0,"item":{"id":"msg","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[],"logprobs":[]}]}}

        event: response.completed
        data: {"type":"response.completed","sequence_number":4,"response":{"id":"r","object":"response","created_at":1,"model":"m","status":"completed","output":[],"usage":{"input_tokens":12,"output_tokens":1,"total_tokens":13}}}

        """);
  }

  /** Of Anthropic's messages. */
  private static Lines anthropic() {
    return serverSentEvents(
        """
        event: message_start
        data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":12,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}

        event: message_stop
        data: {"type":"message_stop"}

        """);
  }

  private static Lines serverSentEvents(String text) {
    return new Lines("text/event-stream", text.getBytes(StandardCharsets.UTF_8));
  }
}
