package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;

/** Converse's {@code stopReason} in our words. */
final class StopReasons {
  private StopReasons() {}

  /**
   * @throws ProviderException {@link Kind#OVERLOADED} for output that the service itself calls
   *     malformed, and for a reason that is not known: taking it for an end would pass an
   *     unfinished answer off as whole
   */
  static FinishReason of(String reason) throws ProviderException {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "guardrail_intervened", "content_filtered" -> FinishReason.CONTENT_FILTER;
      default ->
          throw new ProviderException(Kind.OVERLOADED, "Bedrock stopped for \"" + reason + "\"");
    };
  }

  /** What the reason says beyond that. Which stop text was met, Converse does not say. */
  static Optional<StopDetail> detail(String reason) {
    return reason.equals("model_context_window_exceeded")
        ? Optional.of(new StopDetail.ContextWindow())
        : Optional.empty();
  }
}
