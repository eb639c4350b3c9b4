package dev.trefoil.agent;

import java.time.Duration;
import java.time.Instant;

/** Hears of calls of tools that were made, on the threads that made them. */
@FunctionalInterface
public interface ToolWatch {
  /** Nobody listens. */
  ToolWatch NONE = (tool, id, began, took, outcome) -> {};

  /**
   * A call has ended.
   *
   * @param tool as the model knows it
   * @param id that the model gave the call
   * @param began by the wall clock
   */
  void called(String tool, String id, Instant began, Duration took, ToolOutcome outcome);
}
