// A call that the model makes; ids are the protocols' own affair.
package dev.trefoil.emulators.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A call of a tool.
 *
 * @param name the tool's
 * @param arguments as the text told them, or the smallest that its schema allows
 */
public record ToolCall(String name, ObjectNode arguments) {
  /** What is given to a tool that takes a text: {@code input} where that was told. */
  public String text() {
    return arguments.path("input").asText(name);
  }
}
