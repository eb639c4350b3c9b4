package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.chat.Settings;
import dev.trefoil.provider.Capabilities;
import dev.trefoil.provider.Capabilities.Reasoning;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/**
 * Refuses what a model is known not to do. What OpenAI refuses of its own models, it refuses itself
 * and by name; this is for models behind servers that would ignore a field or fail on it.
 */
final class Limits {
  private Limits() {}

  static void check(ChatRequest request, Capabilities model) throws ProviderException {
    sampling(request.settings(), model);
    refuse(
        model.reasoning() == Reasoning.NONE
            && !request.settings().reasoningEffort().orElse("none").equals("none"),
        "reasoning_effort",
        "The model does not think at one's word.");
    refuse(!request.tools().isEmpty() && !model.tools(), "tools", "The model calls no tools.");
    refuse(
        request.format() instanceof ResponseFormat.JsonSchema && !model.schema(),
        "response_format",
        "The model's answers cannot be held to a schema.");
    for (Message message : request.messages()) {
      refuse(
          !model.images() && message.parts().stream().anyMatch(Part.Image.class::isInstance),
          "messages",
          "The model sees no images.");
    }
  }

  /** What says no more than the default is not refused. */
  private static void sampling(Settings settings, Capabilities model) throws ProviderException {
    boolean temperature = settings.temperature().orElse(1) != 1;
    boolean topP = settings.topP().orElse(1) != 1;
    refuse(temperature && !model.temperature(), "temperature", "The model takes no temperature.");
    refuse(topP && !model.temperature(), "top_p", "The model takes no top_p.");
    refuse(
        settings.temperature().isPresent() && topP && !model.temperatureWithTopP(),
        "top_p",
        "The model takes a temperature or a top_p, not both.");
  }

  private static void refuse(boolean asked, String param, String message) throws ProviderException {
    if (asked) {
      throw unsupported(param, message);
    }
  }

  static ProviderException unsupported(String param, String message) {
    return new ProviderException(Kind.UNSUPPORTED, message).withParam(param);
  }
}
