package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Tool;
import java.util.HashMap;
import java.util.Map;

/** A request's tools that Responses have more than a flat function for, by their names. */
final class SpecialTools {
  private final Map<String, Tool> tools;

  private SpecialTools(Map<String, Tool> tools) {
    this.tools = tools;
  }

  static SpecialTools of(ChatRequest request) {
    Map<String, Tool> special = new HashMap<>(0);
    for (Tool tool : request.tools()) {
      if (tool.freeText().isPresent() || tool.namespace().isPresent()) {
        special.put(tool.name(), tool);
      }
    }
    return new SpecialTools(special);
  }

  /** Whether the tool takes a text and no JSON. */
  boolean isFreeText(String name) {
    Tool tool = tools.get(name);
    return tool != null && tool.freeText().isPresent();
  }

  /** The group that the tool is of; empty for none. */
  String namespace(String name) {
    Tool tool = tools.get(name);
    return tool == null ? "" : tool.namespace().map(Tool.Namespace::name).orElse("");
  }

  /** Its name within its group, or its whole name. */
  String name(String name) {
    Tool tool = tools.get(name);
    return tool == null ? name : tool.nameInNamespace();
  }

  /** What Responses call such a tool. */
  String kind(String name) {
    return isFreeText(name) ? "custom" : "function";
  }
}
