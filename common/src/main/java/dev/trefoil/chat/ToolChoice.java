package dev.trefoil.chat;

import java.util.List;

/** Whether the model is to call tools. */
public sealed interface ToolChoice {

  /** As the model thinks fit. */
  record Auto() implements ToolChoice {}

  /** No call; the tools are there for the history's sake. */
  record None() implements ToolChoice {}

  /** At least one call, of any tool. */
  record Required() implements ToolChoice {}

  /**
   * A call of this tool.
   *
   * @param tool one of the request's tools
   */
  record Named(String tool) implements ToolChoice {}

  /**
   * A call of these tools only; the others are there so that the prefix stays what it was.
   *
   * @param required whether at least one call is demanded
   * @param tools names of the request's tools, at least one
   */
  record Allowed(boolean required, List<String> tools) implements ToolChoice {
    public Allowed {
      tools = List.copyOf(tools);
    }
  }
}
