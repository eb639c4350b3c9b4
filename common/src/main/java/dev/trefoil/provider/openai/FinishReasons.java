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
      case "stop" -> FinishReason.STOP;
      // The latter is Mistral's, for the end of the context window.
      case "length", "model_length" -> FinishReason.LENGTH;
      case "tool_calls" -> FinishReason.TOOL_CALLS;
      case "content_filter" -> FinishReason.CONTENT_FILTER;
      default ->
          throw new ProviderException(Kind.OVERLOADED, "unknown finish_reason \"" + reason + "\"");
    };
  }
}
