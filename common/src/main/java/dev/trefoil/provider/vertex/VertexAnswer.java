package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback.BlockedReason;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import com.google.cloud.vertexai.api.Part;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/**
 * One answer of generateContent, whole or chunk by chunk, in our words. The candidate's {@code
 * finishReason} is the end mark; a prompt that was blocked has no candidates and is an answer too.
 */
final class VertexAnswer {
  private final ChatListener listener;
  private Candidate.FinishReason finishReason = Candidate.FinishReason.FINISH_REASON_UNSPECIFIED;
  private boolean blocked;
  private boolean hasText;
  private Usage usage = Usage.NONE;

  VertexAnswer(ChatListener listener) {
    this.listener = listener;
  }

  void take(GenerateContentResponse response) {
    if (response.hasUsageMetadata()) {
      UsageMetadata counted = response.getUsageMetadata();
      usage =
          new Usage(
              counted.getPromptTokenCount(),
              (long) counted.getCandidatesTokenCount() + counted.getThoughtsTokenCount());
    }
    if (response.getCandidatesCount() == 0) {
      blocked |=
          response.getPromptFeedback().getBlockReason() != BlockedReason.BLOCKED_REASON_UNSPECIFIED;
      return;
    }
    Candidate candidate = response.getCandidates(0);
    for (Part part : candidate.getContent().getPartsList()) {
      // What the model thinks is not what it says.
      if (part.hasText() && !part.getThought() && !part.getText().isEmpty()) {
        hasText = true;
        listener.onEvent(new ChatEvent.TextDelta(part.getText()));
      }
    }
    if (candidate.getFinishReason() != Candidate.FinishReason.FINISH_REASON_UNSPECIFIED) {
      finishReason = candidate.getFinishReason();
    }
  }

  /** Whether the listener has had any text. */
  boolean hasText() {
    return hasText;
  }

  boolean isComplete() {
    return blocked || finishReason != Candidate.FinishReason.FINISH_REASON_UNSPECIFIED;
  }

  /**
   * @throws ProviderException TRUNCATED if there was no end mark; OVERLOADED for a reason that the
   *     service gives for its own failures, or that is not known
   */
  void finish() throws ProviderException {
    if (!isComplete()) {
      throw new ProviderException(Kind.TRUNCATED, "Vertex AI's answer ended without finishReason");
    }
    listener.onEvent(
        new ChatEvent.Finished(blocked ? FinishReason.CONTENT_FILTER : reason(), usage));
  }

  private FinishReason reason() throws ProviderException {
    return switch (finishReason) {
      case STOP -> FinishReason.STOP;
      case MAX_TOKENS -> FinishReason.LENGTH;
      case SAFETY, RECITATION, BLOCKLIST, PROHIBITED_CONTENT, SPII, MODEL_ARMOR ->
          FinishReason.CONTENT_FILTER;
      case OTHER, MALFORMED_FUNCTION_CALL, FINISH_REASON_UNSPECIFIED, UNRECOGNIZED ->
          throw new ProviderException(Kind.OVERLOADED, "Vertex AI stopped for " + finishReason);
    };
  }
}
