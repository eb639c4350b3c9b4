package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.FunctionCall;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.CallIds;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import java.util.Optional;

/** One candidate, whole or chunk by chunk. */
final class VertexChoice {
  private final int index;
  private final ChatListener listener;
  private int calls;
  private Optional<Signature> mark = Optional.empty();
  private Candidate.FinishReason reason = Candidate.FinishReason.FINISH_REASON_UNSPECIFIED;

  VertexChoice(int index, ChatListener listener) {
    this.index = index;
    this.listener = listener;
  }

  void take(Candidate candidate) {
    candidate.getContent().getPartsList().forEach(this::take);
    if (candidate.getLogprobsResult().getChosenCandidatesCount() > 0) {
      listener.onEvent(
          new ChatEvent.Logprobs(index, LogprobsMapper.json(candidate.getLogprobsResult())));
    }
    if (candidate.getFinishReason() != Candidate.FinishReason.FINISH_REASON_UNSPECIFIED) {
      reason = candidate.getFinishReason();
    }
  }

  private void take(Part part) {
    if (part.hasFunctionCall()) {
      call(part.getFunctionCall(), part);
      return;
    }
    // At the end of what is said, with its last words or with none.
    mark = Signatures.of(part.getThoughtSignature()).or(() -> mark);
    if (!part.getText().isEmpty()) {
      listener.onEvent(
          part.getThought()
              ? new ReasoningDelta(index, part.getText())
              : new TextDelta(index, part.getText()));
    }
    // Of the other kinds, such as code that was run, none comes unasked.
  }

  /** Gemini gives a call whole. It has no ids in this SDK, so ours is made up. */
  private void call(FunctionCall call, Part part) {
    int number = calls++;
    listener.onEvent(
        new ToolCallStarted(
            index,
            number,
            CallIds.madeUp(),
            call.getName(),
            Signatures.of(part.getThoughtSignature())));
    listener.onEvent(new ToolArgumentsDelta(index, number, JsonValues.text(call.getArgs())));
  }

  boolean isComplete() {
    return reason != Candidate.FinishReason.FINISH_REASON_UNSPECIFIED;
  }

  /**
   * @param blocked whether the service blocked the prompt on second thoughts, which is all it says
   */
  void finish(boolean blocked) throws ProviderException {
    FinishReason why =
        blocked && !isComplete()
            ? FinishReason.CONTENT_FILTER
            : FinishReasons.of(reason, calls > 0);
    mark.ifPresent(made -> listener.onEvent(new ChatEvent.ReasoningSigned(index, made)));
    listener.onEvent(new ChatEvent.ChoiceFinished(index, why));
  }
}
