// What all targets are asked alike.
package dev.trefoil.local.compare;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A chat request without a model.
 *
 * @param line where it begins in its file
 * @param request its members
 */
public record Prompt(int line, ObjectNode request) {

  /** The text that a judge is shown: all messages, as JSON where they are more than one text. */
  String text() {
    var messages = request.path("messages");
    return messages.size() == 1 && messages.path(0).path("content").isTextual()
        ? messages.path(0).path("content").asText()
        : messages.toString();
  }
}
