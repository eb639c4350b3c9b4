package dev.trefoil.provider.openai;

import static dev.trefoil.provider.RequestField.*;

import dev.trefoil.chat.Media;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.ModelRequest;
import dev.trefoil.provider.RequestChanges;
import java.util.List;
import java.util.Set;

/** What OpenAI's Responses take, and servers that speak them. */
public final class ResponsesRules extends CommonRules {
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

  public ResponsesRules(Dialect dialect) {
    super(dialect);
  }

  @Override
  public void chat(ModelRequest asked, RequestChanges to) {
    PromptCaches caches = caches(asked.model());
    to.beyond(asked, Native.OPENAI_RESPONSES, caches.takesMarks(asked.can()));
    if (!dialect.of(asked.model()).hostsTools() && !asked.request().natives().isEmpty()) {
      hostedTools(asked, to);
    }
    ChatCompletionsRules.tier(asked, dialect, to);
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
    to.drop(EXTRAS, ChatCompletionsRules.unknown(asked, KNOWN, caches));
  }

  /**
   * Of a service that runs none of its own, though it speaks the protocol that names them and what
   * is to be told of their work.
   */
  private static void hostedTools(ModelRequest asked, RequestChanges to) {
    List<String> tools =
        asked.request().natives().stream()
            .filter(own -> own.protocol().equals(Native.OPENAI_RESPONSES))
            .filter(own -> ResponsesToolsWriter.isTool(own) || ResponsesWriter.isIncluded(own))
            .map(Native::member)
            .distinct()
            .toList();
    to.drop(NATIVES, tools);
    to.refuse(
        TOOL_CHOICE,
        asked.request().natives().stream().anyMatch(own -> own.member().equals(TOOL_CHOICE.path())),
        "a tool that the service itself does not run is to be called");
  }

  /** The others stay, so that the prefix, and the service's cache of it, stays what it was. */
  @Override
  public boolean takesAllowedTools(String model, Capabilities can) {
    return true;
  }

  @Override
  public String noSound(Media sound, ModelRequest asked) {
    return "Responses take no sounds.";
  }
}
