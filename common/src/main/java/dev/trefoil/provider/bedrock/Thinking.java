package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.ProviderException;
import java.util.Optional;
import java.util.OptionalDouble;
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

  private static final String EFFORT = "reasoning_effort";

  /**
   * Whether the wish is left out: Claude refuses to think with a budget in the middle of calls that
   * it did not think before.
   */
  static boolean isDropped(ConverseInput asked) {
    return asked.settings().reasoningEffort().filter(level -> !level.equals("none")).isPresent()
        && asked.can().reasoning() == Reasoning.BUDGET
        && asked.claude().isPresent()
        && asked.answersUnthoughtCalls();
  }

  /**
   * @param forcedBy the field that makes the model call a tool, if one does
   */
  static Thinking of(ConverseInput asked, Optional<String> forcedBy) throws ProviderException {
    Optional<String> wanted = asked.settings().reasoningEffort();
    if (wanted.isEmpty() || isDropped(asked)) {
      return UNSAID;
    }
    String level = wanted.get();
    if (level.equals("none")) {
      return none(asked);
    }
    return switch (asked.can().reasoning()) {
      case NONE -> throw ConverseInput.refused(EFFORT, "the model does not think at anyone's word");
      case EFFORT -> effort(asked, level, forcedBy.isPresent());
      case BUDGET -> budget(asked, level, forcedBy);
    };
  }

  private static Thinking none(ConverseInput asked) throws ProviderException {
    if (asked.can().thinksFirst()) {
      throw ConverseInput.refused(EFFORT, "the model always thinks");
    }
    return UNSAID;
  }

  private static Thinking effort(ConverseInput asked, String level, boolean forced) {
    if (asked.claude().isEmpty()) {
      return new Thinking(Optional.of(level), Optional.empty());
    }
    Claude claude = asked.claude().get();
    boolean free =
        !forced && isOne(asked.settings().temperature()) && !isNarrow(asked.settings().topP());
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

  private static Thinking budget(ConverseInput asked, String level, Optional<String> forcedBy)
      throws ProviderException {
    Settings settings = asked.settings();
    if (asked.claude().isEmpty()) {
      throw ConverseInput.refused(EFFORT, "on Bedrock only Claude is known to take a budget");
    }
    if (forcedBy.isPresent()) {
      throw ConverseInput.refused(
          forcedBy.get(), "a model that thinks cannot be made to call a tool");
    }
    if (!isOne(settings.temperature())) {
      throw ConverseInput.refused(
          "temperature", "a model that thinks takes no temperature other than 1");
    }
    if (isNarrow(settings.topP())) {
      throw ConverseInput.refused(
          "top_p", "a model that thinks takes no top_p below " + Claude.LEAST_TOP_P);
    }
    long most = settings.maxTokens().orElse(Integer.MAX_VALUE);
    if (most <= Claude.LEAST_BUDGET) {
      throw ConverseInput.refused(
          EFFORT, "thinking needs more than " + Claude.LEAST_BUDGET + " tokens");
    }
    long available = Math.min(most, asked.can().maxOutput().orElse(most));
    return new Thinking(
        Optional.empty(),
        Optional.of(
            Document.mapBuilder()
                .putString("type", "enabled")
                .putNumber("budget_tokens", Claude.budget(level, available))
                .build()));
  }

  private static boolean isOne(OptionalDouble temperature) {
    return temperature.orElse(1) == 1;
  }

  private static boolean isNarrow(OptionalDouble topP) {
    return topP.orElse(1) < Claude.LEAST_TOP_P;
  }
}
