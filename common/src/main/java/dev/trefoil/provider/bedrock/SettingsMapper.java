package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Settings;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;

/** Sampling and bounds in Converse's words. */
final class SettingsMapper {
  private SettingsMapper() {}

  /** Null where all is left to the service. */
  static InferenceConfiguration inference(Settings settings) {
    InferenceConfiguration.Builder inference = InferenceConfiguration.builder();
    if (settings.temperature().isPresent()) {
      inference.temperature((float) settings.temperature().getAsDouble());
    }
    if (settings.topP().isPresent()) {
      inference.topP((float) settings.topP().getAsDouble());
    }
    if (settings.maxTokens().isPresent()) {
      inference.maxTokens(settings.maxTokens().getAsInt());
    }
    if (!settings.stop().isEmpty()) {
      inference.stopSequences(settings.stop());
    }
    InferenceConfiguration built = inference.build();
    return built.equals(InferenceConfiguration.builder().build()) ? null : built;
  }

  /** Null where the caller leaves it to the account's settings. */
  static ServiceTier tier(Settings settings) {
    return settings
        .serviceTier()
        .map(name -> ServiceTier.builder().type(name).build())
        .orElse(null);
  }
}
