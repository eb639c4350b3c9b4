package dev.trefoil.provider.bedrock;

import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.Claude;
import java.util.Optional;
import java.util.OptionalInt;
import software.amazon.awssdk.core.document.Document;

/**
 * How a model is told how hard to think: by {@code outputConfig.effort}, to which newer Claude
 * models want to hear that they may think, or with a budget of tokens. Source: Amazon Bedrock user
 * guide, "Extended thinking" and "Adaptive thinking".
 *
 * @param effort the level, where the model knows levels
 * @param thinking Anthropic's {@code thinking}, for additionalModelRequestFields
 */
record Thinking(Optional<String> effort, Optional<Document> thinking) {
  static final Thinking UNSAID = new Thinking(Optional.empty(), Optional.empty());

  /**
   * @param forced whether the model is made to call a tool
   */
  static Thinking of(ConverseInput asked, boolean forced) {
    Optional<String> level = asked.settings().reasoningEffort();
    if (level.isEmpty()) {
      return UNSAID;
    }
    return asked.can().reasoning() == Reasoning.BUDGET
        ? budget(asked, level.get())
        : effort(asked, level.get(), forced);
  }

  private static Thinking effort(ConverseInput asked, String level, boolean forced) {
    if (asked.claude().isEmpty()) {
      return new Thinking(Optional.of(level), Optional.empty());
    }
    Claude claude = asked.claude().get();
    boolean free =
        !forced
            && asked.settings().temperature().orElse(1) == 1
            && asked.settings().topP().orElse(1) >= Claude.LEAST_TOP_P;
    return new Thinking(
        Optional.of(claude.effort(level)),
        claude.adaptive() && free ? Optional.of(adaptive(claude)) : Optional.empty());
  }

  private static Document adaptive(Claude claude) {
    Document.MapBuilder thinking = Document.mapBuilder().putString("type", "adaptive");
    if (claude.hidesThoughts()) {
      thinking.putString("display", "summarized");
    }
    return thinking.build();
  }

  private static Thinking budget(ConverseInput asked, String level) {
    long most = asked.settings().maxTokens().orElse(Integer.MAX_VALUE);
    long available = Math.min(most, asked.can().maxOutput().orElse(most));
    OptionalInt budget = asked.settings().reasoningBudget();
    return new Thinking(
        Optional.empty(),
        Optional.of(
            Document.mapBuilder()
                .putString("type", "enabled")
                .putNumber(
                    "budget_tokens",
                    budget.isPresent()
                        ? Math.min(budget.getAsInt(), available - 1)
                        : Claude.budget(level, available))
                .build()));
  }
}
