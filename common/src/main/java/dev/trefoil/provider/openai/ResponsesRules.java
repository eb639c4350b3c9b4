package dev.trefoil.provider.openai;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import dev.trefoil.provider.RequestRules;
import java.util.Set;

/** What OpenAI's Responses take, and servers that speak them. */
public final class ResponsesRules implements RequestRules {
  /** OpenAI's API reference, "Create a model response": {@code max_output_tokens}. */
  private static final int LEAST_TOKENS = 16;

  /**
   * Fields that have no word in our vocabulary, of those that openai-java 4.101.0 has
   * (ResponseCreateParams) and chat completions have too.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "prompt_cache_key",
          "prompt_cache_options",
          "prompt_cache_retention",
          "safety_identifier",
          "store",
          ResponsesWriter.VERBOSITY);

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    to.beyond(asked, Native.OPENAI_RESPONSES, false);
    Settings settings = asked.settings();
    to.refuse(CHOICES, settings.choices() > 1, "Responses give one answer at a time.");
    to.longest(asked);
    to.clamp(
        MAX_TOKENS,
        settings.maxTokens().isPresent() && settings.maxTokens().getAsInt() < LEAST_TOKENS,
        LEAST_TOKENS,
        "Responses take a limit of 16 tokens at least.");
    to.sampling(asked, ChatCompletionsRules.HIGHEST_TEMPERATURE);
    to.dropUnlessStrict(STOP, !settings.stop().isEmpty(), "Responses take no stop texts.");
    to.dropUnlessStrict(SEED, settings.seed().isPresent(), "Responses take no seed.");
    to.dropUnlessStrict(
        LOGIT_BIAS, !settings.logitBias().isEmpty(), "Responses take no logit_bias.");
    to.dropUnlessStrict(
        PRESENCE_PENALTY,
        settings.presencePenalty().orElse(0) != 0,
        "Responses take no presence_penalty.");
    to.omit(PRESENCE_PENALTY, settings.presencePenalty().orElse(1) == 0);
    to.dropUnlessStrict(
        FREQUENCY_PENALTY,
        settings.frequencyPenalty().orElse(0) != 0,
        "Responses take no frequency_penalty.");
    to.omit(FREQUENCY_PENALTY, settings.frequencyPenalty().orElse(1) == 0);
    ChatCompletionsRules.effort(asked, to);
    to.dropUnlessStrict(
        REASONING_BUDGET,
        settings.reasoningBudget().isPresent(),
        "Responses take an effort, not a number of tokens.");
    ChatCompletionsRules.toolsAndForm(asked, to);
    media(asked, to);
    to.drop(EXTRAS, asked.extras().stream().filter(name -> !KNOWN.contains(name)).toList());
  }

  /** The others stay, so that the prefix, and the service's cache of it, stays what it was. */
  @Override
  public boolean takesAllowedTools(String model, Capabilities can) {
    return true;
  }

  @Override
  public String noImage(Media image, boolean ofTool, ModelRequest asked) {
    return asked.can().images() ? noFile(image, asked) : "The model sees no images.";
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return "Responses take no sounds.";
  }

  /** The service would fetch an address itself, from where it stands: that is not ours to allow. */
  @Override
  public String noFile(Media file, ModelRequest asked) {
    return file instanceof Media.Inline
        ? ""
        : "Addresses are not passed on: send the content as a data URL.";
  }
}
