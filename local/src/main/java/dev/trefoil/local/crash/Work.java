// What workers do in a crash drill, and how one knows that it was done.
package dev.trefoil.local.crash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;

/** One kind of work. Used by many threads. */
public interface Work {
  /** What one piece is called, in the plural. */
  String noun();

  /** Where a piece is submitted. */
  String path();

  /**
   * What is submitted.
   *
   * @param id of the piece, which every question to a model has to hold
   */
  String body(String id);

  /** How often a model is asked for a piece whose workers live. */
  int questions();

  /**
   * Whether this is the piece's own answer.
   *
   * @param answer as the job of the piece tells it
   */
  boolean isAnswer(JsonNode answer, String id);

  /**
   * What became of the tool calls, where the work has any.
   *
   * @param answers of pieces that succeeded, by no order
   */
  default Optional<ToolUse> tools(Collection<Answered> answers) {
    return Optional.empty();
  }

  /** A piece that succeeded. */
  record Answered(String id, JsonNode answer) {}
}
