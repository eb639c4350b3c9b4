package dev.trefoil.chat;

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
}
