// How free the model is in calling tools.
package dev.trefoil.emulators.model;

/** Whether it may or must call, and which tool. */
public sealed interface ToolChoice {

  /** It must not call. */
  record None() implements ToolChoice {}

  /** It may call. */
  record Auto() implements ToolChoice {}

  /** It must call one at least: {@code any}, {@code required}. */
  record Any() implements ToolChoice {}

  /** It must call this one. */
  record Named(String name) implements ToolChoice {}
}
