// What chat completions ask of messages and settings beyond the schema, in OpenAI's words.
package dev.trefoil.emulators.azure;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Settings that exclude or need each other, and tool calls with their answers. */
final class MessageRules {

  private MessageRules() {}

  static void check(JsonNode body) throws RefusedException {
    if (body.hasNonNull("stream_options") && !body.path("stream").asBoolean(false)) {
      throw AzureErrors.invalid(
          "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
          "stream_options",
          null);
    }
    if (body.hasNonNull("max_tokens") && body.hasNonNull("max_completion_tokens")) {
      throw AzureErrors.invalid(
          "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
          "max_tokens",
          "invalid_parameter_combination");
    }
    if (body.hasNonNull("tool_choice") && !body.hasNonNull("tools")) {
      throw AzureErrors.invalid(
          "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
          "tool_choice",
          null);
    }
    checkMessages(body.path("messages"));
  }

  private static void checkMessages(JsonNode messages) throws RefusedException {
    Set<String> open = new LinkedHashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").textValue();
      if (role.equals("tool")) {
        if (!open.remove(message.path("tool_call_id").asText())) {
          throw AzureErrors.invalid(
              "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.",
              "messages.[%d].role".formatted(i),
              null);
        }
      } else if (!open.isEmpty()) {
        throw unanswered(open, i);
      }
      if (role.equals("assistant")) {
        checkAssistant(message, i);
        message.path("tool_calls").forEach(call -> open.add(call.path("id").asText()));
      }
    }
    if (!open.isEmpty()) {
      throw unanswered(open, messages.size());
    }
  }

  private static void checkAssistant(JsonNode message, int index) throws RefusedException {
    boolean says =
        message.hasNonNull("content")
            || message.hasNonNull("tool_calls")
            || message.hasNonNull("function_call")
            || message.hasNonNull("refusal")
            || message.hasNonNull("audio");
    if (!says) {
      throw AzureErrors.invalid(
          "Invalid value for 'content': expected a string, got null.",
          "messages.[%d].content".formatted(index),
          null);
    }
  }

  private static RefusedException unanswered(Set<String> open, int index) {
    return AzureErrors.invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
            + String.join(", ", open),
        "messages.[%d].role".formatted(index),
        null);
  }
}
