package dev.trefoil.provider.anthropic;

import dev.trefoil.provider.Claude;
import java.util.Optional;

/**
 * How hard the model is told to think. Source: "Effort", "Adaptive thinking" and "Extended
 * thinking" in Anthropic's documentation.
 */
sealed interface Thinking {
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
  static Thinking effort(String effort, Optional<Claude> claude, boolean free) {
    if (effort.equals("none")) {
      return new Off();
    }
    return claude
        .map(it -> new Effort(it.effort(effort), it.adaptive() && free, it.hidesThoughts()))
        .orElse(new Effort(effort, false, false));
  }

  /** Of a model that is told by a number of tokens. */
  static Thinking budget(String effort, long maxTokens) {
    return effort.equals("none") ? new Off() : new Budget(Claude.budget(effort, maxTokens));
  }
}
