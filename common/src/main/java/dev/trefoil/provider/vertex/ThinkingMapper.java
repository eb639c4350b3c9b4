package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ProviderException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How hard to think, as a budget of tokens: this SDK has no {@code thinkingLevel}, and Gemini 3
 * takes budgets too. Thoughts are shown to callers who ask for a level.
 */
final class ThinkingMapper {
  /**
   * What a model may spend.
   *
   * @param models the ids
   * @param min the least that is not 0, in tokens
   * @param max in tokens
   * @param off whether it can do without
   */
  private record Budget(Pattern models, int min, int max, boolean off) {}

  /** Google Cloud, "Thinking": supported budgets. The first that matches counts. */
  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(Pattern.compile("gemini-2\\.5-pro"), 128, 32_768, false),
          new Budget(Pattern.compile("gemini-2\\.5-flash-lite"), 512, 24_576, true),
          new Budget(Pattern.compile("gemini-2\\.5-flash"), 1, 24_576, true),
          new Budget(Pattern.compile("gemini-3[0-9.]*-pro"), 128, 32_768, false),
          new Budget(Pattern.compile("gemini-3"), 1, 24_576, false),
          // Nobody knows it: its service decides.
          new Budget(Pattern.compile(""), 1, 24_576, true));

  private ThinkingMapper() {}

  /**
   * @param id the model's
   */
  static void map(String effort, String id, Capabilities model, GenerationConfig.Builder config)
      throws ProviderException {
    boolean off = effort.equals("none");
    if (model.reasoning() == Reasoning.NONE) {
      if (!off) {
        throw Refusal.of("reasoning_effort", model.family() + " does not think at one's word");
      }
      return;
    }
    Budget budget = of(id).or(() -> of(model.family())).orElse(BUDGETS.getLast());
    if (off && !budget.off()) {
      throw Refusal.of(
          "reasoning_effort", model.family() + " cannot do without thinking; the least is minimal");
    }
    int tokens = off ? 0 : Math.clamp(tokens(effort, budget), budget.min(), budget.max());
    config.getThinkingConfigBuilder().setThinkingBudget(tokens).setIncludeThoughts(tokens > 0);
  }

  private static Optional<Budget> of(String id) {
    return BUDGETS.subList(0, BUDGETS.size() - 1).stream()
        .filter(budget -> budget.models().matcher(id).find())
        .findFirst();
  }

  /** Google AI for Developers, "OpenAI compatibility": Thinking. What is above high is the most. */
  private static int tokens(String effort, Budget budget) {
    return switch (effort) {
      case "minimal", "low" -> 1_024;
      case "medium" -> 8_192;
      case "high" -> 24_576;
      default -> budget.max();
    };
  }
}
