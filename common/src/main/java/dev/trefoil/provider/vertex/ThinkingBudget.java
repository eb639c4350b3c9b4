package dev.trefoil.provider.vertex;

import dev.trefoil.provider.Capabilities;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a model before Gemini 3 may spend on thinking.
 *
 * @param models the ids
 * @param min the least that is not 0, in tokens
 * @param max in tokens
 * @param off whether it can do without
 */
record ThinkingBudget(Pattern models, int min, int max, boolean off) {
  /** Google Cloud, "Thinking": supported budgets. The first that matches counts. */
  private static final List<ThinkingBudget> ALL =
      List.of(
          new ThinkingBudget(Pattern.compile("gemini-2\\.5-pro"), 128, 32_768, false),
          new ThinkingBudget(Pattern.compile("gemini-2\\.5-flash-lite"), 512, 24_576, true),
          new ThinkingBudget(Pattern.compile("gemini-2\\.5-flash"), 1, 24_576, true));

  /** Of a model that nobody knows: its service decides. */
  private static final ThinkingBudget UNKNOWN =
      new ThinkingBudget(Pattern.compile(""), 1, 24_576, true);

  /**
   * @param id the model's
   */
  static ThinkingBudget of(String id, Capabilities model) {
    return named(id).or(() -> named(model.family())).orElse(UNKNOWN);
  }

  private static Optional<ThinkingBudget> named(String id) {
    return ALL.stream().filter(budget -> budget.models().matcher(id).find()).findFirst();
  }

  /** As near to a number of tokens, at least 1, as the model takes. */
  int tokens(int wanted) {
    return Math.clamp(wanted, min, max);
  }

  /**
   * Google AI for Developers, "OpenAI compatibility": Thinking. What is above high is the most.
   *
   * @param effort OpenAI's level
   */
  int tokens(String effort) {
    return switch (effort) {
      case "none" -> 0;
      case "minimal", "low" -> Math.clamp(1_024, min, max);
      case "medium" -> Math.clamp(8_192, min, max);
      case "high" -> Math.clamp(24_576, min, max);
      default -> max;
    };
  }
}
