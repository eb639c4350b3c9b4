// What chat completions ask of the order of messages, in OpenAI's words.
package dev.trefoil.emulators.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.LinkedHashSet;
import java.util.Set;

/** Every tool call is answered by the messages right after it, and nothing else is. */
final class MessageRules {

  private MessageRules() {}

  static void check(JsonNode messages) throws RefusedException {
    Set<String> called = Set.of();
    Set<String> open = new LinkedHashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      JsonNode message = messages.get(i);
      String role = message.path("role").textValue();
      if (role.equals("tool")) {
        answer(message.path("tool_call_id").asText(), called, open, i);
        continue;
      }
      if (!open.isEmpty()) {
        throw unanswered(open, i);
      }
      called = new LinkedHashSet<>();
      if (role.equals("assistant")) {
        checkAssistant(message, i);
        for (JsonNode call : message.path("tool_calls")) {
          called.add(call.path("id").asText());
        }
        open.addAll(called);
      }
    }
    if (!open.isEmpty()) {
      throw unanswered(open, messages.size());
    }
  }

  private static void answer(String id, Set<String> called, Set<String> open, int index)
      throws RefusedException {
    if (called.isEmpty()) {
      throw OpenAiErrors.invalid(
          "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          "messages.[%d].role".formatted(index),
          null);
    }
    if (!called.contains(id)) {
      throw OpenAiErrors.invalid(
          "Invalid parameter: 'tool_call_id' of '%s' not found in 'tool_calls' of previous message."
              .formatted(id),
          "messages.[%d].tool_call_id".formatted(index),
          null);
    }
    open.remove(id);
  }

  private static void checkAssistant(JsonNode message, int index) throws RefusedException {
    boolean says =
        message.hasNonNull("content")
            || message.hasNonNull("tool_calls")
            || message.hasNonNull("function_call")
            || message.hasNonNull("refusal")
            || message.hasNonNull("audio");
    if (!says) {
      throw OpenAiErrors.invalid(
          "Invalid value for 'content': expected a string, got null.",
          "messages.[%d].content".formatted(index),
          null);
    }
  }

  private static RefusedException unanswered(Set<String> open, int index) {
    return OpenAiErrors.invalid(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
            + String.join(", ", open),
        "messages.[%d].role".formatted(index),
        null);
  }
}
