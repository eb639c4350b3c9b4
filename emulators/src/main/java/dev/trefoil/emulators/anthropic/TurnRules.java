// What the Messages API asks of messages beyond its schema, in its words.
package dev.trefoil.emulators.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.ClaudeTraits;
import dev.trefoil.emulators.service.RefusedException;

/** Order and blank text. Neighbours of one role are taken: the service puts them together. */
final class TurnRules {

  private TurnRules() {}

  static void check(JsonNode body, ClaudeTraits traits) throws RefusedException {
    JsonNode messages = body.path("messages");
    if (messages.isEmpty()) {
      throw AnthropicErrors.invalid("messages: at least one message is required");
    }
    if (!messages.get(0).path("role").asText().equals("user")) {
      throw AnthropicErrors.invalid("messages: first message must use the \"user\" role");
    }
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).path("role").asText().equals("system")) {
        checkSystem(messages, i, traits);
      } else if (messages.get(i).has("output_config")) {
        throw AnthropicErrors.invalid(
            "messages.%d.output_config: Extra inputs are not permitted".formatted(i));
      }
      boolean last = i == messages.size() - 1;
      boolean assistant = messages.get(i).path("role").asText().equals("assistant");
      checkContent(messages.get(i).path("content"), i, last && assistant);
    }
    checkTexts(body.path("system"), "system");
  }

  private static void checkSystem(JsonNode messages, int index, ClaudeTraits traits)
      throws RefusedException {
    if (!traits.laterSystem()) {
      throw AnthropicErrors.invalid(
          "messages: Unexpected role \"system\". The Messages API accepts a top-level `system`"
              + " parameter, not \"system\" as an input message role.");
    }
    if (!messages.get(index - 1).path("role").asText().equals("user")) {
      throw AnthropicErrors.invalid(
          "messages.%d: a `system` message must follow a `user` message".formatted(index));
    }
    for (JsonNode block : messages.get(index).path("content")) {
      if (!block.path("type").asText("text").equals("text")) {
        throw AnthropicErrors.invalid(
            "messages.%d: `%s` blocks cannot be specified in `system` messages"
                .formatted(index, block.path("type").asText()));
      }
    }
  }

  private static void checkContent(JsonNode content, int index, boolean prefill)
      throws RefusedException {
    boolean empty = content.isTextual() ? content.textValue().isEmpty() : content.isEmpty();
    if (empty && !prefill) {
      throw AnthropicErrors.invalid(
          "messages.%d: all messages must have non-empty content except for the optional final assistant message"
              .formatted(index));
    }
    checkTexts(content, "messages");
    String end =
        content.isTextual()
            ? content.textValue()
            : content.path(content.size() - 1).path("text").asText("");
    if (prefill && !end.equals(end.stripTrailing())) {
      throw AnthropicErrors.invalid(
          "messages: final assistant content cannot end with trailing whitespace");
    }
  }

  private static void checkTexts(JsonNode blocks, String where) throws RefusedException {
    for (JsonNode block : blocks) {
      JsonNode text = block.path("text");
      if (text.isTextual() && text.textValue().isEmpty()) {
        throw AnthropicErrors.invalid(where + ": text content blocks must be non-empty");
      }
      if (text.isTextual() && text.textValue().isBlank()) {
        throw AnthropicErrors.invalid(
            where + ": text content blocks must contain non-whitespace text");
      }
    }
  }
}
