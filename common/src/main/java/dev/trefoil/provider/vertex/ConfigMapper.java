package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.GenerationConfig;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ProviderException;

/** Settings as a generation config. */
final class ConfigMapper {
  /** Google Cloud, "Content generation parameters": candidateCount. */
  private static final int MAX_CANDIDATES = 8;

  private ConfigMapper() {}

  static void map(Settings settings, Capabilities model, GenerationConfig.Builder config)
      throws ProviderException {
    sampling(settings, model, config);
    settings.maxTokens().ifPresent(config::setMaxOutputTokens);
    config.addAllStopSequences(settings.stop());
    if (settings.choices() > MAX_CANDIDATES) {
      throw Refusal.of("n", "Gemini gives at most " + MAX_CANDIDATES + " answers");
    }
    if (settings.choices() > 1) {
      config.setCandidateCount(settings.choices());
    }
    settings.seed().ifPresent(seed -> config.setSeed(seed(seed)));
    settings.presencePenalty().ifPresent(value -> config.setPresencePenalty((float) value));
    settings.frequencyPenalty().ifPresent(value -> config.setFrequencyPenalty((float) value));
    if (!settings.logitBias().isEmpty()) {
      throw Refusal.of("logit_bias", "Gemini takes no logit_bias");
    }
    settings
        .topLogprobs()
        .ifPresent(
            alternatives -> {
              config.setResponseLogprobs(true);
              if (alternatives > 0) {
                config.setLogprobs(alternatives);
              }
            });
  }

  private static void sampling(
      Settings settings, Capabilities model, GenerationConfig.Builder config)
      throws ProviderException {
    if (!model.temperature() && settings.temperature().isPresent()) {
      throw Refusal.of("temperature", model.family() + " takes no temperature");
    }
    boolean both = settings.temperature().isPresent() && settings.topP().isPresent();
    if (settings.topP().isPresent()
        && (!model.temperature() || both && !model.temperatureWithTopP())) {
      throw Refusal.of("top_p", model.family() + " takes no top_p here");
    }
    settings.temperature().ifPresent(value -> config.setTemperature((float) value));
    settings.topP().ifPresent(value -> config.setTopP((float) value));
  }

  /** OpenAI's seeds are longer; the same one must stay the same one, and few be alike. */
  private static int seed(long seed) {
    return seed == (int) seed ? (int) seed : Long.hashCode(seed);
  }
}
