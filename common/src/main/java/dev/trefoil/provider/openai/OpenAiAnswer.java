package dev.trefoil.provider.openai;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;

/** One answer, whole or chunk by chunk, in our words. {@code finish_reason} is the end mark. */
final class OpenAiAnswer {
  private final ChatListener listener;
  private String finishReason = "";
  private Usage usage = Usage.NONE;
  private boolean hasText;

  OpenAiAnswer(ChatListener listener) {
    this.listener = listener;
  }

  void take(Chunk chunk) {
    if (!chunk.finishReason().isEmpty()) {
      finishReason = chunk.finishReason();
    }
    if (!chunk.usage().equals(Usage.NONE)) {
      usage = chunk.usage();
    }
    if (!chunk.text().isEmpty()) {
      hasText = true;
      listener.onEvent(new ChatEvent.TextDelta(chunk.text()));
    }
  }

  /** Whether the listener has had any text. */
  boolean hasText() {
    return hasText;
  }

  boolean isComplete() {
    return !finishReason.isEmpty();
  }

  /**
   * @throws ProviderException TRUNCATED if there was no end mark
   */
  void finish() throws ProviderException {
    if (!isComplete()) {
      throw new ProviderException(Kind.TRUNCATED, "the answer ended without a finish_reason");
    }
    listener.onEvent(new ChatEvent.Finished(FinishReasons.of(finishReason), usage));
  }
}
