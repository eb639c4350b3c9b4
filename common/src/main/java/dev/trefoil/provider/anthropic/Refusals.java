package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Claude;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;

/** Refuses, before anything is sent, what this service or this model has no equal for. */
final class Refusals {
  private Refusals() {}

  /** That something cannot be had here; {@code param} is the field in OpenAI's spelling. */
  static ProviderException of(String param, String message) {
    return new ProviderException(Kind.UNSUPPORTED, message).withParam(param);
  }

  static void check(Plan plan) throws ProviderException {
    Settings settings = plan.request().settings();
    refuse(settings.choices() > 1, "n", "Claude gives one answer at a time");
    refuse(settings.topLogprobs().isPresent(), "logprobs", "Claude tells no log probabilities");
    refuse(!settings.logitBias().isEmpty(), "logit_bias", "Claude takes no logit_bias");
    refuse(
        settings.presencePenalty().orElse(0) != 0,
        "presence_penalty",
        "Claude takes no presence_penalty");
    refuse(
        settings.frequencyPenalty().orElse(0) != 0,
        "frequency_penalty",
        "Claude takes no frequency_penalty");
    refuse(
        settings.stop().stream().anyMatch(String::isBlank),
        "stop",
        "Claude takes no stop text of white space alone");
    tools(plan);
    sampling(plan, settings);
    refuse(
        plan.thinking().filter(Thinking.Never.class::isInstance).isPresent()
            && !settings.reasoningEffort().equals(Optional.of("none")),
        "reasoning_effort",
        "this model does not think");
    if (plan.thinking().filter(Thinking.Budget.class::isInstance).isPresent()) {
      budget(plan, settings);
    }
    refuse(
        !plan.model().system() && !plan.conversation().system().isEmpty(),
        "messages",
        "this model takes no system message");
  }

  private static void tools(Plan plan) throws ProviderException {
    boolean offered = !plan.request().tools().isEmpty() || plan.form() instanceof AnswerForm.ByTool;
    if (offered) {
      String param = plan.request().tools().isEmpty() ? "response_format" : "tools";
      refuse(!plan.model().tools(), param, "this model calls no tools");
      refuse(
          plan.request().stream() && !plan.model().toolsInStream(),
          param,
          "this model calls no tools in a stream");
    }
  }

  /** What says no more than the default is not sent, so that it cannot be refused either. */
  private static void sampling(Plan plan, Settings settings) throws ProviderException {
    double temperature = settings.temperature().orElse(1);
    refuse(temperature > 1, "temperature", "Claude's temperature goes from 0 to 1");
    if (!plan.model().temperature()) {
      refuse(temperature != 1, "temperature", "this model takes no temperature");
      refuse(settings.topP().orElse(1) != 1, "top_p", "this model takes no top_p");
    } else if (!plan.model().temperatureWithTopP()) {
      refuse(
          settings.temperature().isPresent() && settings.topP().orElse(1) != 1,
          "top_p",
          "this model takes temperature or top_p, not both");
    }
  }

  /** "Extended thinking", feature compatibility, in Anthropic's documentation. */
  private static void budget(Plan plan, Settings settings) throws ProviderException {
    refuse(
        plan.maxTokens() <= Claude.LEAST_BUDGET,
        "reasoning_effort",
        "this model thinks only in answers that may have more than 1024 tokens");
    refuse(
        settings.temperature().orElse(1) != 1,
        "temperature",
        "this model takes no temperature while it thinks");
    refuse(
        settings.topP().orElse(1) < Claude.LEAST_TOP_P,
        "top_p",
        "this model takes no top_p below 0.95 while it thinks");
    refuse(
        plan.form() instanceof AnswerForm.ByTool,
        "response_format",
        "this model cannot think and be made to answer in this form");
    refuse(
        ToolsWriter.forces(plan.request().toolChoice()),
        "tool_choice",
        "this model cannot think and be made to call a tool");
  }

  private static void refuse(boolean condition, String param, String message)
      throws ProviderException {
    if (condition) {
      throw of(param, message);
    }
  }
}
