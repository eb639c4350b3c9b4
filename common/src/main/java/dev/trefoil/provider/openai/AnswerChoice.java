package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Native;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;

/** One choice of an answer. Keeps no text. */
final class AnswerChoice {
  private final int index;
  private final String model;
  private final ChatListener listener;
  private final ToolCalls calls;
  private String finishReason = "";
  private boolean emptyReason;
  private boolean hasContent;

  AnswerChoice(int index, String model, ChatListener listener) {
    this.model = model;
    this.index = index;
    this.listener = listener;
    this.calls = new ToolCalls(index, this::give);
  }

  void take(Chunk.Piece piece) throws ProviderException {
    if (!piece.reasoning().isEmpty()) {
      give(new ChatEvent.ReasoningDelta(index, piece.reasoning()));
    }
    if (!piece.text().isEmpty()) {
      give(new ChatEvent.TextDelta(index, piece.text()));
    }
    if (!piece.refusal().isEmpty()) {
      give(new ChatEvent.RefusalDelta(index, piece.refusal()));
    }
    for (Chunk.Call call : piece.calls()) {
      calls.take(call);
    }
    if (!piece.logprobs().isEmpty()) {
      give(new ChatEvent.Logprobs(index, piece.logprobs()));
    }
    if (!piece.beyond().isEmpty()) {
      piece
          .beyond()
          .forEach(
              (member, json) ->
                  give(
                      new ChatEvent.NativeDelta(
                          index, new Native(Native.OPENAI_CHAT, model, member, json))));
    }
    if (!piece.finishReason().isEmpty()) {
      finishReason = piece.finishReason();
    }
    emptyReason = piece.emptyReason();
  }

  private void give(ChatEvent event) {
    hasContent = true;
    listener.onEvent(event);
  }

  boolean hasContent() {
    return hasContent;
  }

  boolean hasEnded() {
    return !finishReason.isEmpty();
  }

  /** The service has marked the end: a last reason that is there and empty is the usual one. */
  void endMarked() {
    if (finishReason.isEmpty() && emptyReason && hasContent) {
      finishReason = "stop";
    }
  }

  /**
   * Ends the choice. {@code stop} after a tool call means the call: OpenAI says so of a call that
   * {@code tool_choice} named, Ollama of any.
   */
  void finish() throws ProviderException {
    calls.finish();
    FinishReason reason = FinishReasons.of(finishReason);
    boolean called = reason == FinishReason.STOP && !calls.isEmpty();
    listener.onEvent(
        new ChatEvent.ChoiceFinished(index, called ? FinishReason.TOOL_CALLS : reason));
  }
}
