package dev.trefoil.provider.vertex;

import com.google.cloud.vertexai.api.Candidate;
import com.google.cloud.vertexai.api.GenerateContentResponse;
import com.google.cloud.vertexai.api.GenerateContentResponse.PromptFeedback.BlockedReason;
import com.google.cloud.vertexai.api.GenerateContentResponse.UsageMetadata;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One answer of generateContent, whole or chunk by chunk, in our words. Each candidate's {@code
 * finishReason} is its end mark; a prompt that was blocked has no candidates and is an answer too.
 */
final class VertexAnswer {
  private final ChatListener listener;
  private final ChatListener told;

  /** By the service's index. Ours are dense, should the service leave one out. */
  private final SortedMap<Integer, VertexChoice> choices = new TreeMap<>();

  private boolean blocked;
  private boolean begun;
  private boolean counted;
  private Usage usage = Usage.NONE;

  VertexAnswer(ChatListener listener) {
    this.listener =
        event -> {
          begun = true;
          listener.onEvent(event);
        };
    this.told = listener;
  }

  void take(GenerateContentResponse response) {
    counted = response.hasUsageMetadata();
    if (counted) {
      usage = usage(response.getUsageMetadata());
    }
    if (response.getCandidatesCount() == 0) {
      blocked |=
          response.getPromptFeedback().getBlockReason() != BlockedReason.BLOCKED_REASON_UNSPECIFIED;
    }
    for (Candidate candidate : response.getCandidatesList()) {
      choices
          .computeIfAbsent(
              candidate.getIndex(), index -> new VertexChoice(choices.size(), listener))
          .take(candidate);
    }
  }

  private static Usage usage(UsageMetadata counted) {
    return new Usage(
        counted.getPromptTokenCount(),
        (long) counted.getCandidatesTokenCount() + counted.getThoughtsTokenCount(),
        counted.getCachedContentTokenCount(),
        0,
        counted.getThoughtsTokenCount());
  }

  /** The service has sent something, whatever it is. */
  void alive() {
    told.alive();
  }

  /** Who is given the answer. */
  ChatListener told() {
    return told;
  }

  /** Whether the listener has had anything. */
  boolean hasBegun() {
    return begun;
  }

  boolean isComplete() {
    return blocked
        || !choices.isEmpty() && choices.values().stream().allMatch(VertexChoice::isComplete);
  }

  /** Whether nothing can follow: it is complete, and its last response had the usage. */
  boolean isCounted() {
    return counted && isComplete();
  }

  /**
   * @throws ProviderException TRUNCATED if there was no end mark; OVERLOADED for a reason that the
   *     service gives for its own failures, or that is not known
   */
  void finish() throws ProviderException {
    if (!isComplete()) {
      throw new ProviderException(Kind.TRUNCATED, "Vertex AI's answer ended without finishReason");
    }
    if (blocked && choices.isEmpty()) {
      listener.onEvent(new ChatEvent.ChoiceFinished(0, FinishReason.CONTENT_FILTER));
    }
    for (VertexChoice choice : choices.values()) {
      choice.finish(blocked);
    }
    listener.onEvent(new ChatEvent.Finished(usage));
  }
}
