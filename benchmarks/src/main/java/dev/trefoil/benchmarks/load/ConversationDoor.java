// How one and the same call is made through each door.
package dev.trefoil.benchmarks.load;

import java.util.Map;

/** A door of conversations, with the call that every one of them sends on alike. */
enum ConversationDoor {
  CHAT(
      "/v1/chat/completions",
      """
      {"model":"%s","stream":%s,"max_completion_tokens":500,\
      "messages":[{"role":"user","content":"How do I make a good cup of tea?"}]}""",
      "\"finish_reason\":\"stop\"",
      "data: [DONE]"),
  RESPONSES(
      "/v1/responses",
      """
      {"model":"%s","stream":%s,"max_output_tokens":500,"store":false,\
      "input":[{"role":"user","content":"How do I make a good cup of tea?"}]}""",
      "\"status\":\"completed\"",
      "event: response.completed"),
  MESSAGES(
      "/v1/messages",
      """
      {"model":"%s","stream":%s,"max_tokens":500,\
      "messages":[{"role":"user","content":"How do I make a good cup of tea?"}]}""",
      "\"stop_reason\":\"end_turn\"",
      "event: message_stop");

  private final String path;
  private final String body;
  private final String wholeEnd;
  private final String streamEnd;

  ConversationDoor(String path, String body, String wholeEnd, String streamEnd) {
    this.path = path;
    this.body = body;
    this.wholeEnd = wholeEnd;
    this.streamEnd = streamEnd;
  }

  String path() {
    return path;
  }

  /** The call, of a route that has the name of its kind. */
  LoadTarget.HttpRequest ask(Kind kind) {
    return new LoadTarget.HttpRequest(
        path,
        Map.of("Content-Type", "application/json", "Authorization", "Bearer not-a-secret"),
        body.formatted(kind.isStream() ? "streamed" : "whole", kind.isStream()));
  }

  /** What stands in every answer that came to its end. */
  String end(Kind kind) {
    return kind.isStream() ? streamEnd : wholeEnd;
  }
}
