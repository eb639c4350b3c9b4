package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.ChatListener;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;

/** What a model thinks in an answer, block by block, in our words. */
final class Thoughts {
  private final ChatListener listener;

  Thoughts(ChatListener listener) {
    this.listener = listener;
  }

  void text(String text) {
    if (text != null && !text.isEmpty()) {
      listener.onEvent(new ChatEvent.ReasoningDelta(0, text));
    }
  }

  void signature(String signature) {
    if (signature != null && !signature.isEmpty()) {
      listener.onEvent(new ChatEvent.ReasoningSigned(0, mark(signature)));
    }
  }

  /** On the wire these bytes are the base64 that Anthropic's API gives as text. */
  void redacted(SdkBytes data) {
    if (data != null) {
      listener.onEvent(
          new ChatEvent.ReasoningRedacted(
              0, mark(Base64.getEncoder().encodeToString(data.asByteArrayUnsafe()))));
    }
  }

  private static Signature mark(String value) {
    return new Signature(Signature.ANTHROPIC, value);
  }
}
