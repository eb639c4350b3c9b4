// What Converse asks of messages beyond its schema, in the service's words.
package dev.trefoil.emulators.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.service.RefusedException;
import java.util.regex.Pattern;

/** Order, blank text and documents. */
final class ConversationRules {

  /** DocumentBlock's documentation; an underscore it does not name is taken all the same. */
  private static final Pattern DOCUMENT_NAME =
      Pattern.compile("(?!.*[ \\n]{2})[a-zA-Z0-9 \\n()\\[\\]_-]+", Pattern.DOTALL);

  private ConversationRules() {}

  static void check(JsonNode body) throws RefusedException {
    JsonNode messages = body.path("messages");
    if (messages.isEmpty()) {
      throw BedrockErrors.validation(
          "A conversation must have at least one message. Try again with a conversation that has at"
              + " least one message.");
    }
    for (int i = 0; i < messages.size(); i++) {
      checkBlocks(messages.get(i).path("content"), i);
    }
    checkOrder(messages);
  }

  private static void checkBlocks(JsonNode blocks, int index) throws RefusedException {
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
      checkName(block.path("document"));
      for (JsonNode part : block.path("toolResult").path("content")) {
        checkName(part.path("document"));
      }
    }
    if (document && !text) {
      throw BedrockErrors.validation(
          "The content field at messages.%d includes a document without text. Add a text block and try again."
              .formatted(index));
    }
  }

  private static void checkName(JsonNode document) throws RefusedException {
    JsonNode name = document.path("name");
    if (name.isTextual() && !DOCUMENT_NAME.matcher(name.textValue()).matches()) {
      throw BedrockErrors.validation(
          "The document file name can only contain alphanumeric characters, whitespace characters,"
              + " hyphens, parentheses, and square brackets. The name can't contain more than one"
              + " consecutive whitespace character. Check that the file name conforms to these"
              + " restrictions and retry your request.");
    }
  }

  private static void checkOrder(JsonNode messages) throws RefusedException {
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
  }
}
