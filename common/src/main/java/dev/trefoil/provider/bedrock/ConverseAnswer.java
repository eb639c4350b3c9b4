package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/**
 * One answer of Converse, whole or event by event, in our words. {@code messageStop} (in a whole
 * answer {@code stopReason}) is the end mark; the usage comes after it, in {@code metadata}.
 */
final class ConverseAnswer {
  private final ChatListener listener;
  private String stopReason;
  private Usage usage = Usage.NONE;
  private boolean hasText;

  ConverseAnswer(ChatListener listener) {
    this.listener = listener;
  }

  void take(ConverseResponse response) {
    if (response.output() != null && response.output().message() != null) {
      for (ContentBlock block : response.output().message().content()) {
        text(block.text());
      }
    }
    stopReason = response.stopReasonAsString();
    usage(response.usage());
  }

  /**
   * Takes the stream's next event; those of no interest, and those that this SDK does not know, are
   * passed over.
   *
   * @return whether it was the last that matters
   */
  boolean take(ConverseStreamOutput event) {
    switch (event) {
      case ContentBlockDeltaEvent content -> {
        ContentBlockDelta delta = content.delta();
        text(delta == null ? null : delta.text());
      }
      case MessageStopEvent stop -> stopReason = stop.stopReasonAsString();
      case ConverseStreamMetadataEvent metadata -> {
        usage(metadata.usage());
        return isComplete();
      }
      default -> {}
    }
    return false;
  }

  /** Whether the listener has had any text. */
  boolean hasText() {
    return hasText;
  }

  boolean isComplete() {
    return stopReason != null;
  }

  /**
   * @throws ProviderException TRUNCATED if there was no end mark
   */
  void finish() throws ProviderException {
    if (!isComplete()) {
      throw new ProviderException(Kind.TRUNCATED, "Bedrock's answer ended without messageStop");
    }
    listener.onEvent(new ChatEvent.Finished(StopReasons.of(stopReason), usage));
  }

  private void text(String text) {
    if (text != null && !text.isEmpty()) {
      hasText = true;
      listener.onEvent(new ChatEvent.TextDelta(text));
    }
  }

  private void usage(TokenUsage counted) {
    if (counted != null) {
      usage =
          new Usage(
              count(counted.inputTokens())
                  + count(counted.cacheReadInputTokens())
                  + count(counted.cacheWriteInputTokens()),
              count(counted.outputTokens()));
    }
  }

  private static long count(Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
