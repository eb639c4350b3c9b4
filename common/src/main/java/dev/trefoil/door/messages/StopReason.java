package dev.trefoil.door.messages;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.StopDetail;
import java.io.IOException;
import java.util.Optional;

/**
 * Why an answer ended, in Anthropic's words.
 *
 * @param detail what more is known
 */
record StopReason(String name, Optional<StopDetail> detail) {
  private static final String REFUSAL = "refusal";

  /**
   * @param refused whether the model has declined in words of its own
   */
  static StopReason of(ChoiceFinished end, boolean refused) {
    return new StopReason(
        refused ? REFUSAL : end.detail().map(StopReason::name).orElse(name(end.reason())),
        end.detail());
  }

  private static String name(FinishReason reason) {
    return switch (reason) {
      case STOP -> "end_turn";
      case LENGTH -> "max_tokens";
      case TOOL_CALLS -> "tool_use";
      case CONTENT_FILTER -> REFUSAL;
    };
  }

  private static String name(StopDetail detail) {
    return switch (detail) {
      case StopDetail.StopSequence met -> "stop_sequence";
      case StopDetail.ContextWindow full -> "model_context_window_exceeded";
      case StopDetail.Paused paused -> "pause_turn";
      case StopDetail.Refused declined -> REFUSAL;
    };
  }

  void write(JsonGenerator json) throws IOException {
    json.writeStringField("stop_reason", name);
    json.writeStringField(
        "stop_sequence",
        detail.isPresent() && detail.get() instanceof StopDetail.StopSequence(String text)
            ? text
            : null);
    if (detail.isPresent()
        && detail.get() instanceof StopDetail.Refused(var category, var explanation)) {
      json.writeObjectFieldStart("stop_details");
      json.writeStringField("type", REFUSAL);
      json.writeStringField("category", category.orElse(null));
      json.writeStringField("explanation", explanation.orElse(null));
      json.writeEndObject();
    }
  }
}
