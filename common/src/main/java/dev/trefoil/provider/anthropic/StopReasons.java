package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;

/** The service's {@code stop_reason} in our words. */
final class StopReasons {
  private StopReasons() {}

  /**
   * @param reason empty where there is none
   * @throws ProviderException {@link Kind#TRUNCATED} without one; {@link Kind#OVERLOADED} for a
   *     reason that is not known, and for {@code pause_turn}, which only the service's own tools
   *     have: taking it for {@code stop} would pass an unfinished answer off as whole
   */
  static FinishReason of(String reason) throws ProviderException {
    return switch (reason) {
      case "end_turn", "stop_sequence" -> FinishReason.STOP;
      case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
      case "tool_use" -> FinishReason.TOOL_CALLS;
      case "refusal" -> FinishReason.CONTENT_FILTER;
      case "" ->
          throw new ProviderException(Kind.TRUNCATED, "the answer ended without a stop_reason");
      default ->
          throw new ProviderException(Kind.OVERLOADED, "unknown stop_reason \"" + reason + "\"");
    };
  }

  /**
   * What the service says beyond that.
   *
   * @param sequence its {@code stop_sequence}; empty where none was met
   */
  static Optional<StopDetail> detail(String reason, String sequence) {
    return switch (reason) {
      case "stop_sequence" -> Optional.of(new StopDetail.StopSequence(sequence));
      case "model_context_window_exceeded" -> Optional.of(new StopDetail.ContextWindow());
      case "refusal" -> Optional.of(new StopDetail.Refused(Optional.empty(), Optional.empty()));
      default -> Optional.empty();
    };
  }
}
