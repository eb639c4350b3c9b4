package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ClaudeThoughts;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;

/** What a model thinks in an answer: its text as it comes, its marks at the end. */
final class Thoughts {
  private final ChatListener listener;
  private final ClaudeThoughts marks = new ClaudeThoughts();
  private int block = -1;

  Thoughts(ChatListener listener) {
    this.listener = listener;
  }

  /**
   * @param index of the block; Converse does not say when one of thought begins
   */
  void text(int index, String text) {
    if (text != null) {
      begin(index);
      if (!text.isEmpty()) {
        marks.add(text);
        listener.onEvent(new ChatEvent.ReasoningDelta(0, text));
      }
    }
  }

  void signature(int index, String signature) {
    if (signature != null && !signature.isEmpty()) {
      begin(index);
      marks.sign(signature);
    }
  }

  /** On the wire these bytes are the base64 that Anthropic's API gives as text. */
  void redacted(SdkBytes data) {
    if (data != null) {
      marks.redacted(Base64.getEncoder().encodeToString(data.asByteArrayUnsafe()));
    }
  }

  /** The model speaks. */
  void close() {
    marks.close();
  }

  void finish() {
    marks
        .signature()
        .ifPresent(signature -> listener.onEvent(new ChatEvent.ReasoningSigned(0, signature)));
  }

  private void begin(int index) {
    if (index != block) {
      block = index;
      marks.begin();
    }
  }
}
