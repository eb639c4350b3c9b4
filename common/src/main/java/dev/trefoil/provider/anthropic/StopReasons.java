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
   * @param pauses whether the request has tools of the service's own, whose turns may be paused
   * @throws ProviderException {@link Kind#TRUNCATED} without one; {@link Kind#OVERLOADED} for a
   *     reason that is not known: taking it for {@code stop} would pass an unfinished answer off as
   *     whole
   */
  static FinishReason of(String reason, boolean pauses) throws ProviderException {
    if (pauses && reason.equals("pause_turn")) {
      return FinishReason.STOP;
    }
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
   * @param end says the reason
   */
  static Optional<StopDetail> detail(MessageEvent end) {
    return switch (end.stopReason()) {
      case "stop_sequence" -> Optional.of(new StopDetail.StopSequence(end.stopSequence()));
      case "model_context_window_exceeded" -> Optional.of(new StopDetail.ContextWindow());
      case "pause_turn" -> Optional.of(new StopDetail.Paused());
      case "refusal" ->
          Optional.of(
              new StopDetail.Refused(
                  Optional.of(end.category()).filter(text -> !text.isEmpty()),
                  Optional.of(end.explanation()).filter(text -> !text.isEmpty())));
      default -> Optional.empty();
    };
  }
}
