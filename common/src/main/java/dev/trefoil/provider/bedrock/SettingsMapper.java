package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Labels;
import dev.trefoil.provider.ProviderException;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;

/** Sampling, bounds and labels in Converse's words; what it has none for is refused by name. */
final class SettingsMapper {
  /** RequestMetadata in the Amazon Bedrock API reference. */
  private static final Pattern LABEL = Pattern.compile("[a-zA-Z0-9\\s:_@$#=/+,.-]{0,256}");

  private SettingsMapper() {}

  static void refuseUnknown(Settings settings) throws ProviderException {
    refuse(settings.choices() > 1, "n", "Bedrock gives one answer");
    refuse(
        settings.presencePenalty().orElse(0) != 0, "presence_penalty", "Bedrock has no penalties");
    refuse(
        settings.frequencyPenalty().orElse(0) != 0,
        "frequency_penalty",
        "Bedrock has no penalties");
    refuse(settings.topLogprobs().isPresent(), "logprobs", "Bedrock has no log probabilities");
    refuse(!settings.logitBias().isEmpty(), "logit_bias", "Bedrock takes no bias");
  }

  /** Null where all is left to the service. */
  static InferenceConfiguration inference(ConverseInput asked) throws ProviderException {
    Settings settings = asked.settings();
    InferenceConfiguration.Builder inference = InferenceConfiguration.builder();
    boolean temperature = settings.temperature().isPresent();
    if (temperature) {
      double value = settings.temperature().getAsDouble();
      refuse(value > 1, "temperature", "Bedrock takes a temperature from 0 to 1, not " + value);
      temperature = asked.can().temperature();
      // 1 is what the model does anyway.
      refuse(!temperature && value < 1, "temperature", "the model takes no temperature");
      inference.temperature(temperature ? (float) value : null);
    }
    if (settings.topP().isPresent()) {
      double value = settings.topP().getAsDouble();
      boolean taken =
          asked.can().temperature() && (!temperature || asked.can().temperatureWithTopP());
      refuse(
          !taken && value < 1,
          "top_p",
          temperature ? "the model takes temperature or top_p" : "the model takes no top_p");
      inference.topP(taken ? (float) value : null);
    }
    if (settings.maxTokens().isPresent()) {
      inference.maxTokens(settings.maxTokens().getAsInt());
    }
    if (!settings.stop().isEmpty()) {
      refuse(
          asked.claude().isPresent() && settings.stop().stream().anyMatch(String::isBlank),
          "stop",
          "the model takes no stop text of blanks alone");
      inference.stopSequences(settings.stop());
    }
    InferenceConfiguration built = inference.build();
    return built.equals(InferenceConfiguration.builder().build()) ? null : built;
  }

  /** Null where the caller leaves it to the account's settings. */
  static ServiceTier tier(Settings settings) throws ProviderException {
    Optional<String> tier = settings.serviceTier().filter(name -> !name.equals("auto"));
    refuse(
        tier.filter("scale"::equals).isPresent(), "service_tier", "Bedrock has no tier \"scale\"");
    return tier.map(name -> ServiceTier.builder().type(name).build()).orElse(null);
  }

  /** What of the metadata Converse takes, and what it does not. */
  static Labels labels(Settings settings) {
    return Labels.of(settings.metadata(), LABEL, LABEL);
  }

  private static void refuse(boolean wanted, String field, String why) throws ProviderException {
    if (wanted) {
      throw ConverseInput.refused(field, why);
    }
  }
}
