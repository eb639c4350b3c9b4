package dev.trefoil.provider.anthropic;

import dev.trefoil.provider.Claude;
import java.util.Optional;
import java.util.OptionalInt;

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
   * @param display {@code summarized} or {@code omitted}, where the model would do otherwise
   */
  record Effort(String level, boolean adaptive, Optional<String> display) implements Thinking {}

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
   * @param shown whether its thoughts are to be told
   */
  static Thinking effort(String effort, Optional<Claude> claude, boolean free, boolean shown) {
    if (effort.equals("none")) {
      return new Off();
    }
    return claude
        .map(
            it ->
                new Effort(
                    it.effort(effort),
                    it.adaptive() && free,
                    it.hidesThoughts() == shown
                        ? Optional.of(shown ? "summarized" : "omitted")
                        : Optional.empty()))
        .orElse(new Effort(effort, false, Optional.empty()));
  }

  /**
   * Of a model that is told by a number of tokens.
   *
   * @param asked the number that the caller gives; below the answer's bound, which may be lower
   *     than the caller's
   */
  static Thinking budget(String effort, OptionalInt asked, long maxTokens) {
    if (effort.equals("none")) {
      return new Off();
    }
    return new Budget(
        asked.isPresent()
            ? Math.min(asked.getAsInt(), maxTokens - 1)
            : Claude.budget(effort, maxTokens));
  }
}
