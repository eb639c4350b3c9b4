package dev.trefoil.provider.anthropic;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Signature;
import dev.trefoil.json.Json;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.provider.http.TooLongException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * One answer, whole or event by event, in our words. Blocks come one after the other. The call of a
 * tool that we offered as the form of the answer is its text.
 */
final class AnthropicAnswer {
  /** Of a call of one of the service's own tools, in characters. */
  private static final int MOST_INPUT = 1 << 20;

  private final ChatListener listener;
  private final AnswerForm form;
  private final boolean pauses;
  private final String model;
  private Block open = Block.OTHER;
  private boolean hasArguments;
  private boolean formed;
  private int calls;
  private Counts counts = Counts.NONE;
  private Optional<MessageEvent> stop = Optional.empty();

  /** A block that only this protocol has, and the input that comes after its beginning. */
  private String beyond = "";

  private final StringBuilder input = new StringBuilder(0);
  private boolean complete;
  private boolean begun;

  private enum Block {
    TEXT,
    THINKING,
    CALL,
    /** The call that is the answer's text. */
    FORM,
    /** One of this protocol alone. */
    NATIVE,
    /** Between blocks, or in one that has no deltas. */
    OTHER
  }

  /**
   * @param model that answers
   */
  AnthropicAnswer(ChatListener listener, Plan plan, String model) {
    this.listener = listener;
    this.form = plan.form();
    this.pauses = !plan.request().natives().isEmpty();
    this.model = model;
  }

  /**
   * Deltas and events that are not known are passed over, as Anthropic's SDKs do; blocks that are
   * not are for a door of the same protocol.
   *
   * @throws TooLongException if a block is longer than we keep in memory
   */
  void take(MessageEvent event) throws TooLongException {
    counts = counts.updatedBy(event.counts());
    if (!event.stopReason().isEmpty()) {
      stop = Optional.of(event);
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
    FinishReason reason = StopReasons.of(stop.map(MessageEvent::stopReason).orElse(""), pauses);
    boolean formedOnly = formed && calls == 0 && reason == FinishReason.TOOL_CALLS;
    give(
        new ChatEvent.ChoiceFinished(
            0, formedOnly ? FinishReason.STOP : reason, stop.flatMap(StopReasons::detail)));
    give(new ChatEvent.Finished(counts.usage(), counts.serviceTier()));
  }

  private void begin(Piece block) {
    switch (block.type()) {
      case "text" -> {
        open = Block.TEXT;
        text(block.text());
        cite(block.citations());
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
      default -> {
        open = Block.NATIVE;
        beyond = block.json();
        input.setLength(0);
      }
    }
  }

  /** More of the block that is open; its kind says which deltas are of it. */
  private void more(Piece delta) throws TooLongException {
    switch (open) {
      case TEXT -> {
        if (delta.type().equals("text_delta")) {
          text(delta.text());
        } else if (delta.type().equals("citations_delta")) {
          cite(delta.citations());
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
      case NATIVE -> {
        if (delta.type().equals("input_json_delta")) {
          input.append(delta.arguments());
          if (input.length() > MOST_INPUT) {
            throw new TooLongException("a block", MOST_INPUT);
          }
        }
      }
      case OTHER -> {}
    }
  }

  private void end() {
    if ((open == Block.CALL || open == Block.FORM) && !hasArguments) {
      arguments("{}");
    }
    if (open == Block.NATIVE) {
      give(new ChatEvent.NativeDelta(0, own(Native.ITEM, withInput(beyond, input.toString()))));
    }
    open = Block.OTHER;
  }

  /** In a stream the input comes after the block that it is of, which has an empty one. */
  private static String withInput(String block, String input) {
    try {
      if (!input.isBlank() && Json.readAny(block) instanceof JrsObject object) {
        return Json.object(
            json -> {
              for (var member : (Iterable<Map.Entry<String, JrsValue>>) object::fields) {
                if (!member.getKey().equals("input")) {
                  json.writeFieldName(member.getKey());
                  Json.write(json, member.getValue());
                }
              }
              json.writeFieldName("input");
              Json.write(json, Json.readAny(input));
            });
      }
      return block;
    } catch (IOException | UncheckedIOException e) {
      return block; // The input is cut; the block is none without one.
    }
  }

  private Native own(String member, String json) {
    return new Native(Native.ANTHROPIC_MESSAGES, model, member, json);
  }

  /** One place or a list of them. */
  private void cite(String citations) {
    if (!citations.isEmpty() && !citations.equals("null") && !citations.equals("[]")) {
      String list = citations.startsWith("[") ? citations : "[" + citations + "]";
      give(new ChatEvent.NativeDelta(0, own("citations", list)));
    }
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
