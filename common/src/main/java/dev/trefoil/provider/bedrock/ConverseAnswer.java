package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;
import software.amazon.awssdk.services.bedrockruntime.model.CacheDetail;
import software.amazon.awssdk.services.bedrockruntime.model.CacheTTL;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceTier;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/**
 * One answer of Converse, whole or event by event, in our words. {@code messageStop} (in a whole
 * answer {@code stopReason}) is the end mark; the usage comes after it, in {@code metadata}.
 */
final class ConverseAnswer {
  private final ChatListener listener;
  private final ChatListener told;
  private final Spoken spoken;
  private final Thoughts thoughts;
  private String stopReason;
  private Usage usage = Usage.NONE;
  private Optional<String> tier = Optional.empty();
  private boolean begun;

  ConverseAnswer(ConverseCall call, ChatListener listener) {
    this.listener =
        event -> {
          begun = true;
          listener.onEvent(event);
        };
    this.told = listener;
    this.spoken = new Spoken(call, this.listener);
    this.thoughts = new Thoughts(this.listener);
  }

  void take(ConverseResponse response) throws ProviderException {
    if (response.output() != null && response.output().message() != null) {
      int index = 0;
      for (ContentBlock block : response.output().message().content()) {
        take(block, index++);
      }
    }
    stopReason = response.stopReasonAsString();
    usage(response.usage());
    tier(response.serviceTier());
  }

  private void take(ContentBlock block, int index) throws ProviderException {
    ReasoningContentBlock reasoning = block.reasoningContent();
    if (reasoning != null) {
      if (reasoning.reasoningText() != null) {
        thoughts.text(reasoning.reasoningText().text());
        thoughts.signature(reasoning.reasoningText().signature());
      }
      thoughts.redacted(reasoning.redactedContent());
      return;
    }
    ToolUseBlock use = block.toolUse();
    if (use != null) {
      spoken.call(index, use.toolUseId(), use.name());
      spoken.arguments(index, use.input() == null ? null : Documents.write(use.input()));
      spoken.end(index);
      return;
    }
    text(block.text());
  }

  /**
   * Takes the stream's next event; those of no interest, and those that this SDK does not know, are
   * passed over.
   *
   * @return whether it was the last that matters
   */
  boolean take(ConverseStreamOutput event) throws ProviderException {
    switch (event) {
      case ContentBlockStartEvent start -> {
        ToolUseBlockStart use = start.start() == null ? null : start.start().toolUse();
        if (use != null) {
          spoken.call(index(start.contentBlockIndex()), use.toolUseId(), use.name());
        }
      }
      case ContentBlockDeltaEvent delta -> {
        if (delta.delta() != null) {
          take(delta.delta(), index(delta.contentBlockIndex()));
        }
      }
      case ContentBlockStopEvent stop -> spoken.end(index(stop.contentBlockIndex()));
      case MessageStopEvent stop -> stopReason = stop.stopReasonAsString();
      case ConverseStreamMetadataEvent metadata -> {
        usage(metadata.usage());
        tier(metadata.serviceTier());
        return isComplete();
      }
      default -> {}
    }
    return false;
  }

  private void take(ContentBlockDelta delta, int index) {
    text(delta.text());
    if (delta.toolUse() != null) {
      spoken.arguments(index, delta.toolUse().input());
    }
    ReasoningContentBlockDelta reasoning = delta.reasoningContent();
    if (reasoning != null) {
      thoughts.text(reasoning.text());
      thoughts.signature(reasoning.signature());
      thoughts.redacted(reasoning.redactedContent());
    }
  }

  /** The service has sent something, whatever it is. */
  void alive() {
    told.alive();
    told.onBurst(true);
  }

  /** More of it is waited for. */
  void waiting() {
    told.onBurst(false);
  }

  /** Whether the listener has had anything. */
  boolean hasBegun() {
    return begun;
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
    FinishReason reason = spoken.finish(StopReasons.of(stopReason));
    listener.onEvent(new ChatEvent.ChoiceFinished(0, reason, StopReasons.detail(stopReason)));
    listener.onEvent(new ChatEvent.Finished(usage, tier));
  }

  private void text(String text) {
    if (text != null && !text.isEmpty()) {
      spoken.text(text);
    }
  }

  private void tier(ServiceTier served) {
    if (served != null) {
      tier = Optional.ofNullable(served.typeAsString());
    }
  }

  private void usage(TokenUsage counted) {
    if (counted != null) {
      long read = count(counted.cacheReadInputTokens());
      long written = count(counted.cacheWriteInputTokens());
      usage =
          new Usage(
              count(counted.inputTokens()) + read + written,
              count(counted.outputTokens()),
              read,
              written,
              Math.min(written, hour(counted)),
              0);
    }
  }

  private static long hour(TokenUsage counted) {
    long tokens = 0;
    for (CacheDetail detail : counted.cacheDetails()) {
      tokens += detail.ttl() == CacheTTL.VALUE_1_H ? count(detail.inputTokens()) : 0;
    }
    return tokens;
  }

  /** The service always gives one. */
  private static int index(Integer block) {
    return block == null ? 0 : block;
  }

  private static long count(Integer tokens) {
    return tokens == null ? 0 : tokens;
  }
}
