package dev.trefoil.chat.text;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Signature;
import dev.trefoil.chat.StopDetail;
import dev.trefoil.chat.Usage;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Reads what {@link EventWriter} wrote. */
public final class EventReader {
  private EventReader() {}

  /**
   * @throws IOException when it is no event as we write one
   */
  public static ChatEvent event(JrsObject json) throws IOException {
    Fields fields = new Fields(json);
    int choice = fields.integer("choice").orElse(0);
    try {
      return switch (fields.required("type")) {
        case "text" -> new ChatEvent.TextDelta(choice, fields.required("text"));
        case "reasoning" -> new ChatEvent.ReasoningDelta(choice, fields.required("text"));
        case "summary" ->
            new ChatEvent.ReasoningSummaryDelta(choice, index(fields), fields.required("text"));
        case "signed" -> new ChatEvent.ReasoningSigned(choice, signature(fields));
        case "redacted" -> new ChatEvent.ReasoningRedacted(choice, signature(fields));
        case "phase" -> new ChatEvent.PhaseStarted(choice, fields.required("text"));
        case "refusal" -> new ChatEvent.RefusalDelta(choice, fields.required("text"));
        case "toolCall" ->
            new ChatEvent.ToolCallStarted(
                choice,
                index(fields),
                fields.required("id"),
                fields.required("name"),
                fields.has("signature") ? Optional.of(signature(fields)) : Optional.empty());
        case "arguments" ->
            new ChatEvent.ToolArgumentsDelta(choice, index(fields), fields.required("text"));
        case "logprobs" -> new ChatEvent.Logprobs(choice, fields.required("text"));
        case "native" -> new ChatEvent.NativeDelta(choice, MessageReader.beyond(fields));
        case "choiceFinished" ->
            new ChatEvent.ChoiceFinished(
                choice,
                FinishReason.valueOf(fields.required("reason").toUpperCase(Locale.ROOT)),
                detail(fields));
        case "finished" -> new ChatEvent.Finished(usage(fields), fields.text("serviceTier"));
        default -> throw new IOException("an event is of a later version");
      };
    } catch (IllegalArgumentException e) {
      throw new IOException("an event is none as we write one", e);
    }
  }

  private static int index(Fields fields) throws IOException {
    return fields.integer("index").orElseThrow(() -> new IOException("'index' is missing"));
  }

  private static Signature signature(Fields fields) throws IOException {
    return new Signature(fields.required("signatureOrigin"), fields.required("signature"));
  }

  private static Optional<StopDetail> detail(Fields fields) throws IOException {
    if (fields.has("stopSequence")) {
      return Optional.of(new StopDetail.StopSequence(fields.required("stopSequence")));
    }
    if (fields.has("refused")) {
      return Optional.of(
          new StopDetail.Refused(fields.text("category"), fields.text("explanation")));
    }
    if (fields.has("contextWindow")) {
      return Optional.of(new StopDetail.ContextWindow());
    }
    return fields.has("paused") ? Optional.of(new StopDetail.Paused()) : Optional.empty();
  }

  private static Usage usage(Fields fields) throws IOException {
    return new Usage(
        fields.whole("promptTokens").orElse(0),
        fields.whole("completionTokens").orElse(0),
        fields.whole("cachedTokens").orElse(0),
        fields.whole("cacheWriteTokens").orElse(0),
        fields.whole("reasoningTokens").orElse(0));
  }
}
