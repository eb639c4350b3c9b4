package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.FinishReason;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/** The service's {@code stop_reason} in our words. */
final class StopReasons {
  private StopReasons() {}

  /**
   * @throws ProviderException {@link Kind#OVERLOADED} for a reason that is not known, and for
   *     {@code pause_turn}, which only the service's own tools have: taking it for {@code stop}
   *     would pass an unfinished answer off as whole
   */
  static FinishReason of(String reason) throws ProviderException {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      default ->
          throw new ProviderException(Kind.OVERLOADED, "unknown stop_reason \"" + reason + "\"");
    };
  }
}
