// What Claude models refuse beyond an API's schema, in Anthropic's words; Bedrock passes them on.
package dev.trefoil.emulators.claude;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trefoil.emulators.claude.ClaudeTraits.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Checks settings against a model's traits. */
public final class ClaudeRules {

  /** The refusal of a conversation that ends with the model's own words. */
  public static final String NO_PREFILL =
      "This model does not support assistant message prefill. The conversation must end with a user"
          + " message.";

  private static final int LEAST_BUDGET = 1_024;
  private static final String DOCS =
      "https://docs.claude.com/en/docs/build-with-claude/extended-thinking";

  private final ClaudeTraits traits;
  private final ClaudeSettings settings;

  private ClaudeRules(ClaudeTraits traits, ClaudeSettings settings) {
    this.traits = traits;
    this.settings = settings;
  }

  /** The first thing that is wrong, if anything is. */
  public static Optional<String> violation(ClaudeTraits traits, ClaudeSettings settings) {
    var rules = new ClaudeRules(traits, settings);
    Stream<Supplier<Optional<String>>> all =
        Stream.of(
            rules::sampling,
            rules::thinking,
            rules::besideThinking,
            rules::effort,
            rules::stops,
            rules::schema);
    return all.map(Supplier::get).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> sampling() {
    List<String> set = new ArrayList<>();
    settings.temperature().ifPresent(t -> set.add("temperature"));
    settings.topP().ifPresent(p -> set.add("top_p"));
    if (traits.sampling() == Sampling.NONE) {
      if (settings.topK()) {
        set.add("top_k");
      }
      return set.stream().findFirst().map("`%s` is deprecated for this model."::formatted);
    }
    return set.size() == 2 && traits.sampling() == Sampling.ONE
        ? Optional.of(
            "`temperature` and `top_p` cannot both be specified for this model. Please use only"
                + " one.")
        : Optional.empty();
  }

  private Optional<String> thinking() {
    JsonNode thinking = settings.thinking();
    if (thinking.isMissingNode() || thinking.isNull()) {
      return Optional.empty();
    }
    return switch (thinking.path("type").asText("")) {
      case "disabled" -> Optional.empty();
      case "adaptive", "between_tools" ->
          traits.adaptive()
              ? Optional.empty()
              : Optional.of("adaptive thinking is not supported on this model");
      case "enabled" -> budget(thinking.path("budget_tokens"));
      case String other ->
          Optional.of(
              "thinking: Input tag '%s' found using 'type' does not match any of the expected tags: 'adaptive', 'between_tools', 'disabled', 'enabled'"
                  .formatted(other));
    };
  }

  private Optional<String> budget(JsonNode budget) {
    if (!traits.budget()) {
      return Optional.of(
          "\"thinking.type.enabled\" is not supported for this model."
              + (traits.adaptive()
                  ? " Use \"thinking.type.adaptive\" and \"output_config.effort\" to control"
                      + " thinking behavior."
                  : ""));
    }
    if (!budget.isInt()) {
      return Optional.of("thinking.enabled.budget_tokens: Field required");
    }
    if (budget.intValue() < LEAST_BUDGET) {
      return Optional.of(
          "thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
    }
    return settings.maxTokens().isPresent() && settings.maxTokens().getAsInt() <= budget.intValue()
        ? Optional.of(
            "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our"
                + " documentation at "
                + DOCS
                + "#max-tokens-and-context-window-size")
        : Optional.empty();
  }

  private Optional<String> besideThinking() {
    if (!settings.thinks()) {
      return Optional.empty();
    }
    if (settings.temperature().orElse(1) != 1) {
      return Optional.of(
          "`temperature` may only be set to 1 when thinking is enabled or in adaptive mode. Please"
              + " consult our documentation at "
              + DOCS
              + "#important-considerations-when-using-extended-thinking");
    }
    if (settings.topP().orElse(1) < 0.95) {
      return Optional.of(
          "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled.");
    }
    if (settings.topK()) {
      return Optional.of("`top_k` must be unset when thinking is enabled.");
    }
    return settings.forced()
        ? Optional.of("Thinking may not be enabled when tool_choice forces tool use.")
        : Optional.empty();
  }

  private Optional<String> effort() {
    if (settings.effort().isEmpty()) {
      return Optional.empty();
    }
    String effort = settings.effort().get();
    if (!List.of("low", "medium", "high", "xhigh", "max").contains(effort)) {
      return Optional.of(
          "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'");
    }
    if (traits.efforts().isEmpty()) {
      return Optional.of("This model does not support the effort parameter.");
    }
    return traits.efforts().contains(effort)
        ? Optional.empty()
        : Optional.of(
            "This model does not support effort level '%s'. Supported levels: %s."
                .formatted(effort, String.join(", ", traits.efforts())));
  }

  private Optional<String> stops() {
    return settings.stops().stream().anyMatch(String::isBlank)
        ? Optional.of("stop_sequences: each stop sequence must contain non-whitespace")
        : Optional.empty();
  }

  private Optional<String> schema() {
    if (settings.schema().isMissingNode()) {
      return Optional.empty();
    }
    if (!traits.schemas()) {
      return Optional.of("output_config.format: This model does not support structured outputs.");
    }
    return StrictSchema.violation(settings.schema())
        .map(found -> "output_config.format.schema: " + found);
  }
}
