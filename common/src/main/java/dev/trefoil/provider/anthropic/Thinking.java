package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.provider.Claude;
import java.util.List;
import java.util.Optional;

/**
 * How hard the model is told to think. Source: "Effort", "Adaptive thinking" and "Extended
 * thinking" in Anthropic's documentation.
 */
sealed interface Thinking {
  /** It never does: nothing needs to be said. */
  record Never() implements Thinking {}

  /** Not at all. */
  record Off() implements Thinking {}

  /**
   * By a level, which governs its words and calls too.
   *
   * @param level low, medium, high, xhigh or max
   * @param adaptive whether it is left to the model how long it thinks; otherwise it does not
   * @param summarized whether it shows its thoughts only if asked to
   */
  record Effort(String level, boolean adaptive, boolean summarized) implements Thinking {}

  /**
   * Up to a bound, which the answer's bound includes.
   *
   * @param tokens at least {@link Claude#LEAST_BUDGET}
   */
  record Budget(long tokens) implements Thinking {}

  /**
   * Of a model that is told by a level.
   *
   * @param free whether nothing else in the request keeps it from thinking
   */
  static Optional<Thinking> effort(String effort, Optional<Claude> claude, boolean free) {
    if (effort.equals("none")) {
      return Optional.of(new Off());
    }
    return Optional.of(
        claude
            .map(it -> new Effort(it.effort(effort), it.adaptive() && free, it.hidesThoughts()))
            .orElse(new Effort(effort, false, false)));
  }

  /**
   * Of a model that is told by a number of tokens. Empty where it is to go on after calls of tools
   * that it did not think before, or whose thoughts are lost: the service refuses to let it think
   * then.
   */
  static Optional<Thinking> budget(String effort, List<Message> turns, long maxTokens) {
    if (effort.equals("none")) {
      return Optional.of(new Off());
    }
    if (answersUnthoughtCalls(turns)) {
      return Optional.empty();
    }
    return Optional.of(new Budget(Claude.budget(effort, maxTokens)));
  }

  private static boolean answersUnthoughtCalls(List<Message> turns) {
    return turns.size() > 1
        && turns.getLast().parts().stream().anyMatch(Part.ToolResult.class::isInstance)
        && !(turns.get(turns.size() - 2).parts().getFirst() instanceof Part.Reasoning);
  }
}
