package dev.trefoil.provider.anthropic;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Signature;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.Optional;

/**
 * One answer, whole or event by event, in our words. Blocks come one after the other. The call of a
 * tool that we offered as the form of the answer is its text.
 */
final class AnthropicAnswer {
  private final ChatListener listener;
  private final AnswerForm form;
  private Block open = Block.OTHER;
  private boolean hasArguments;
  private boolean formed;
  private int calls;
  private Counts counts = Counts.NONE;
  private String stopReason = "";
  private String stopSequence = "";
  private boolean complete;
  private boolean begun;

  private enum Block {
    TEXT,
    THINKING,
    CALL,
    /** The call that is the answer's text. */
    FORM,
    /** Between blocks, or in one that has no deltas, or is of a kind that is not known. */
    OTHER
  }

  AnthropicAnswer(ChatListener listener, AnswerForm form) {
    this.listener = listener;
    this.form = form;
  }

  /** Blocks, deltas and events that are not known are passed over, as Anthropic's SDKs do. */
  void take(MessageEvent event) {
    counts = counts.updatedBy(event.counts());
    if (!event.stopReason().isEmpty()) {
      stopReason = event.stopReason();
      stopSequence = event.stopSequence();
    }
    switch (event.type()) {
      case "message" -> {
        for (Piece block : event.blocks()) {
          begin(block);
          end();
        }
        complete = true;
      }
      case "content_block_start" -> {
        for (Piece block : event.blocks()) {
          begin(block);
        }
      }
      case "content_block_delta" -> more(event.delta());
      case "content_block_stop" -> end();
      case "message_stop" -> complete = true;
      default -> {
        // message_start and message_delta say no more than the above; pings, and events that are
        // new, are to be passed over ("Versions" in Anthropic's documentation).
      }
    }
  }

  /** Whether the listener has had anything. */
  boolean hasBegun() {
    return begun;
  }

  boolean isComplete() {
    return complete;
  }

  /**
   * @throws ProviderException TRUNCATED if there was no end mark
   */
  void finish() throws ProviderException {
    if (!complete) {
      throw new ProviderException(Kind.TRUNCATED, "the answer ended without a message_stop");
    }
    FinishReason reason = StopReasons.of(stopReason);
    boolean formedOnly = formed && calls == 0 && reason == FinishReason.TOOL_CALLS;
    give(
        new ChatEvent.ChoiceFinished(
            0,
            formedOnly ? FinishReason.STOP : reason,
            StopReasons.detail(stopReason, stopSequence)));
    give(new ChatEvent.Finished(counts.usage(), counts.serviceTier()));
  }

  private void begin(Piece block) {
    switch (block.type()) {
      case "text" -> {
        open = Block.TEXT;
        text(block.text());
      }
      case "thinking" -> {
        open = Block.THINKING;
        thought(block.text());
        sign(block.mark());
      }
      case "redacted_thinking" -> {
        open = Block.OTHER;
        give(new ChatEvent.ReasoningRedacted(0, mark(block.mark())));
      }
      case "tool_use" -> {
        hasArguments = false;
        if (form.isTool(block.name())) {
          open = Block.FORM;
          formed = true;
        } else {
          open = Block.CALL;
          give(
              new ChatEvent.ToolCallStarted(
                  0, calls++, block.id(), block.name(), Optional.empty()));
        }
        // In a stream the input of a call that begins is an empty object, whatever follows.
        if (!block.arguments().equals("{}")) {
          arguments(block.arguments());
        }
      }
      default -> open = Block.OTHER;
    }
  }

  /** More of the block that is open; its kind says which deltas are of it. */
  private void more(Piece delta) {
    switch (open) {
      case TEXT -> {
        if (delta.type().equals("text_delta")) { // Not where a text is from.
          text(delta.text());
        }
      }
      case CALL, FORM -> {
        if (delta.type().equals("input_json_delta")) {
          arguments(delta.arguments());
        }
      }
      case THINKING -> {
        if (delta.type().equals("thinking_delta")) {
          thought(delta.text());
        } else if (delta.type().equals("signature_delta")) {
          sign(delta.mark());
        }
      }
      case OTHER -> {}
    }
  }

  private void end() {
    if ((open == Block.CALL || open == Block.FORM) && !hasArguments) {
      arguments("{}");
    }
    open = Block.OTHER;
  }

  private void text(String text) {
    if (!text.isEmpty()) {
      give(new ChatEvent.TextDelta(text));
    }
  }

  private void thought(String text) {
    if (!text.isEmpty()) {
      give(new ChatEvent.ReasoningDelta(0, text));
    }
  }

  private void sign(String mark) {
    if (!mark.isEmpty()) {
      give(new ChatEvent.ReasoningSigned(0, mark(mark)));
    }
  }

  private static Signature mark(String value) {
    return new Signature(Signature.ANTHROPIC, value);
  }

  private void arguments(String json) {
    if (json.isEmpty()) {
      return;
    }
    hasArguments = true;
    give(
        open == Block.FORM
            ? new ChatEvent.TextDelta(json)
            : new ChatEvent.ToolArgumentsDelta(0, calls - 1, json));
  }

  private void give(ChatEvent event) {
    begun = true;
    listener.onEvent(event);
  }
}
