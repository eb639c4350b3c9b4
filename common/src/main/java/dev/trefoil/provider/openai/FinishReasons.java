package dev.trefoil.provider.openai;

import dev.trefoil.chat.FinishReason;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/** The service's {@code finish_reason} in our words. */
final class FinishReasons {
  private FinishReasons() {}

  /**
   * @throws ProviderException {@link Kind#OVERLOADED} for a reason that is not known: taking it for
   *     {@code stop} would pass an unfinished answer off as whole
   */
  static FinishReason of(String reason) throws ProviderException {
    return switch (reason) {
      // The model's own end and a stop sequence, as text-generation-inference calls them.
      case "stop", "eos", "eos_token", "stop_sequence" -> FinishReason.STOP;
      // Mistral's, for the end of the context window, and that of servers before this protocol.
      case "length", "model_length", "max_tokens" -> FinishReason.LENGTH;
      // The latter is what OpenAI said before there were tools.
      case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default ->
          throw new ProviderException(Kind.OVERLOADED, "unknown finish_reason \"" + reason + "\"");
    };
  }
}
