package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;

/** Settings as a generation config. */
final class ConfigMapper {
  private ConfigMapper() {}

  static void map(
      Settings settings, String id, Capabilities model, GenerationConfig.Builder config) {
    settings.temperature().ifPresent(value -> config.setTemperature((float) value));
    settings.topP().ifPresent(value -> config.setTopP((float) value));
    settings.maxTokens().ifPresent(config::setMaxOutputTokens);
    config.addAllStopSequences(settings.stop());
    if (settings.choices() > 1) {
      config.setCandidateCount(settings.choices());
    }
    settings.seed().ifPresent(seed -> config.setSeed(seed(seed)));
    settings.presencePenalty().ifPresent(value -> config.setPresencePenalty((float) value));
    settings.frequencyPenalty().ifPresent(value -> config.setFrequencyPenalty((float) value));
    settings
        .topLogprobs()
        .ifPresent(
            alternatives -> {
              config.setResponseLogprobs(true);
              if (alternatives > 0) {
                config.setLogprobs(alternatives);
              }
            });
    if (settings.reasoningEffort().isPresent()) {
      // Thoughts are shown to callers who ask for a level.
      if (Gemini.thinksByLevel(model)) { // This SDK has no place for it: see GeminiRequest.
        config.getThinkingConfigBuilder().setIncludeThoughts(true);
      } else {
        ThinkingBudget budget = ThinkingBudget.of(id, model);
        int tokens =
            settings.reasoningBudget().isPresent()
                ? budget.tokens(settings.reasoningBudget().getAsInt())
                : budget.tokens(settings.reasoningEffort().get());
        config.getThinkingConfigBuilder().setThinkingBudget(tokens).setIncludeThoughts(tokens > 0);
      }
    }
  }

  /** OpenAI's seeds are longer; the same one must stay the same one, and few be alike. */
  private static int seed(long seed) {
    return seed == (int) seed ? (int) seed : Long.hashCode(seed);
  }
}
