// What Converse asks of a conversation beyond its schema, in the service's words.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Order, blank text and tools. */
final class ConversationRules {

  /**
   * Claude models that do not let a conversation end with their own words (Anthropic, "Prefill").
   */
  private static final Pattern NO_PREFILL =
      Pattern.compile(".*claude-(opus|sonnet|haiku|mythos)-(4-[6-9]|[5-9]).*");

  private ConversationRules() {}

  static void check(JsonNode body, String modelId) throws RefusedException {
    JsonNode messages = body.path("messages");
    if (messages.isEmpty()) {
      throw BedrockErrors.validation(
          "A conversation must have at least one message. Try again with a conversation that has at"
              + " least one message.");
    }
    for (int i = 0; i < messages.size(); i++) {
      checkBlocks(messages.get(i), i);
    }
    checkOrder(messages, modelId);
    checkTools(body, messages);
  }

  private static void checkBlocks(JsonNode message, int index) throws RefusedException {
    JsonNode blocks = message.path("content");
    if (blocks.isEmpty()) {
      throw BedrockErrors.validation(
          "The content field in the Message object at messages.%d is empty. Add a ContentBlock object to the content field and try again."
              .formatted(index));
    }
    boolean text = false;
    boolean document = false;
    for (int i = 0; i < blocks.size(); i++) {
      JsonNode block = blocks.get(i);
      document |= block.hasNonNull("document");
      text |= block.hasNonNull("text");
      if (block.path("text").isTextual() && block.path("text").textValue().isBlank()) {
        throw BedrockErrors.validation(
            "The text field in the ContentBlock object at messages.%d.content.%d is blank. Add text to the text field, and try again."
                .formatted(index, i));
      }
    }
    if (document && !text) {
      throw BedrockErrors.validation(
          "The content field at messages.%d includes a document without text. Add a text block and try again."
              .formatted(index));
    }
  }

  private static void checkOrder(JsonNode messages, String modelId) throws RefusedException {
    for (int i = 0; i < messages.size(); i++) {
      boolean user = messages.get(i).path("role").textValue().equals("user");
      if (i == 0 && !user) {
        throw BedrockErrors.validation(
            "A conversation must start with a user message. Try again with a conversation that starts"
                + " with a user message.");
      }
      if (user != (i % 2 == 0)) {
        throw BedrockErrors.validation(
            "A conversation must alternate between user and assistant roles. Make sure the"
                + " conversation alternates between user and assistant roles and try again.");
      }
    }
    if (messages.size() % 2 == 0 && NO_PREFILL.matcher(modelId).matches()) {
      throw BedrockErrors.validation(
          "This model does not support assistant message prefill. The conversation must end with a"
              + " user message.");
    }
  }

  private static void checkTools(JsonNode body, JsonNode messages) throws RefusedException {
    Set<String> called = new LinkedHashSet<>();
    for (int i = 0; i < messages.size(); i++) {
      Set<String> returned = ids(messages.get(i), "toolResult");
      Set<String> next = ids(messages.get(i), "toolUse");
      if (!(returned.isEmpty() && next.isEmpty()) && !body.hasNonNull("toolConfig")) {
        throw BedrockErrors.validation(
            "The toolConfig field must be defined when using toolUse and toolResult content blocks.");
      }
      if (!called.containsAll(returned)) {
        throw BedrockErrors.validation(
            "The number of toolResult blocks at messages.%d.content exceeds the number of toolUse blocks of previous turn."
                .formatted(i));
      }
      if (!returned.containsAll(called)) {
        called.removeAll(returned);
        throw BedrockErrors.validation(
            "Expected toolResult blocks at messages.%d.content for the following Ids: %s"
                .formatted(i, String.join(", ", called)));
      }
      called = next;
    }
  }

  private static Set<String> ids(JsonNode message, String kind) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode block : message.path("content")) {
      if (block.hasNonNull(kind)) {
        ids.add(block.path(kind).path("toolUseId").asText());
      }
    }
    return ids;
  }
}
