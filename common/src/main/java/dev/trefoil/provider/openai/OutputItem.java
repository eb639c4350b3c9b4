package dev.trefoil.provider.openai;

import com.fasterxml.jackson.jr.stree.JrsObject;
import com.fasterxml.jackson.jr.stree.JrsValue;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Tool;
import dev.trefoil.json.Json;
import dev.trefoil.provider.CallIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One item of an answer, from its beginning to its end. Keeps no text: what came in pieces is not
 * given again when the item is complete, and what did not is.
 */
final class OutputItem {
  private final Kind kind;
  private final String phase;
  private final int call;
  private final Consumer<ChatEvent> listener;

  /** Whether there has been anything of it since it began. */
  private boolean told;

  /** The part of the summary that was last told of, as the service counts them, and as we do. */
  private int lastPart = -1;

  private int parts;

  private enum Kind {
    MESSAGE,
    REASONING,
    CALL,
    /** A call of a tool whose input is a text. */
    CUSTOM_CALL,
    /** Of the service's own tools, or new. */
    OTHER
  }

  private OutputItem(Kind kind, String phase, int call, Consumer<ChatEvent> listener) {
    this.kind = kind;
    this.phase = phase;
    this.call = call;
    this.listener = listener;
  }

  /**
   * Begins an item.
   *
   * @param calls how many calls there are before it
   */
  static OutputItem begin(JrsObject item, int calls, Consumer<ChatEvent> listener) {
    Kind kind =
        switch (Members.text(item, "type")) {
          case "message" -> Kind.MESSAGE;
          case "reasoning" -> Kind.REASONING;
          case "function_call" -> Kind.CALL;
          case "custom_tool_call" -> Kind.CUSTOM_CALL;
          default -> Kind.OTHER;
        };
    OutputItem begun = new OutputItem(kind, Members.text(item, "phase"), calls, listener);
    if (begun.isCall()) {
      String id = Members.text(item, "call_id");
      String namespace = Members.text(item, "namespace");
      String name = Members.text(item, "name");
      listener.accept(
          new ChatEvent.ToolCallStarted(
              0,
              calls,
              id.isBlank() ? CallIds.madeUp() : id,
              namespace.isEmpty() ? name : namespace + Tool.Namespace.SEPARATOR + name,
              Optional.empty()));
    }
    return begun;
  }

  /** One that a server did not say the beginning of, by what there is of it. */
  static OutputItem unannounced(boolean reasoning, Consumer<ChatEvent> listener) {
    return new OutputItem(reasoning ? Kind.REASONING : Kind.MESSAGE, "", 0, listener);
  }

  boolean isCall() {
    return kind == Kind.CALL || kind == Kind.CUSTOM_CALL;
  }

  /** More of the answer's text. */
  void text(String delta, String logprobs) {
    if (!delta.isEmpty()) {
      say(new ChatEvent.TextDelta(delta));
    }
    if (!logprobs.isEmpty()) {
      say(new ChatEvent.Logprobs(0, "{\"content\":" + logprobs + ",\"refusal\":null}"));
    }
  }

  /** More of a refusal. */
  void refusal(String delta) {
    if (!delta.isEmpty()) {
      say(new ChatEvent.RefusalDelta(0, delta));
    }
  }

  private void say(ChatEvent event) {
    if (!told && !phase.isEmpty()) {
      listener.accept(new ChatEvent.PhaseStarted(0, phase));
    }
    tell(event);
  }

  /** More of what the model thought. */
  void thought(String delta) {
    if (!delta.isEmpty()) {
      tell(new ChatEvent.ReasoningDelta(0, delta));
    }
  }

  /**
   * More of a summary of it.
   *
   * @param part as the service counts them
   */
  void summary(int part, String delta) {
    if (delta.isEmpty()) {
      return;
    }
    if (part != lastPart) {
      lastPart = part;
      parts++;
    }
    tell(new ChatEvent.ReasoningSummaryDelta(0, parts - 1, delta));
  }

  /** More of a call's arguments, or of its text. */
  void arguments(String delta) {
    if (delta.isEmpty() || !isCall()) {
      return;
    }
    if (kind == Kind.CALL) {
      tell(new ChatEvent.ToolArgumentsDelta(0, call, delta));
    } else {
      String before = told ? "" : FreeTexts.BEFORE;
      tell(new ChatEvent.ToolArgumentsDelta(0, call, before + FreeTexts.escaped(delta)));
    }
  }

  private void tell(ChatEvent event) {
    told = true;
    listener.accept(event);
  }

  /** Ends the item, and gives what has not come in pieces. */
  void end(JrsObject item, String model, ReasoningMarks marks) {
    switch (kind) {
      case MESSAGE -> message(item, model);
      case REASONING -> reasoning(item, marks);
      case CALL -> {
        if (!told) {
          String arguments = Members.text(item, "arguments");
          arguments(arguments.isEmpty() ? "{}" : arguments);
        }
      }
      case CUSTOM_CALL -> {
        if (!told) {
          arguments(Members.text(item, "input"));
        }
        String rest = told ? FreeTexts.AFTER : FreeTexts.BEFORE + FreeTexts.AFTER;
        tell(new ChatEvent.ToolArgumentsDelta(0, call, rest));
      }
      case OTHER -> tell(beyond(model, Native.ITEM, Json.write(item)));
    }
  }

  private void message(JrsObject item, String model) {
    boolean missing = !told;
    List<String> annotations = new ArrayList<>(0);
    for (JrsValue part : Members.list(item, "content")) {
      for (JrsValue annotation : Members.list(part, "annotations")) {
        annotations.add(Json.write(annotation));
      }
      if (missing && Members.text(part, "type").equals("refusal")) {
        refusal(Members.text(part, "refusal"));
      } else if (missing) {
        JrsValue logprobs = part.path("logprobs");
        boolean some = logprobs.isArray() && logprobs.size() > 0;
        text(Members.text(part, "text"), some ? Json.write(logprobs) : "");
      }
    }
    if (!annotations.isEmpty()) {
      tell(beyond(model, "annotations", "[" + String.join(",", annotations) + "]"));
    }
  }

  private void reasoning(JrsObject item, ReasoningMarks marks) {
    if (!told) {
      int part = 0;
      for (JrsValue one : Members.list(item, "summary")) {
        summary(part++, Members.text(one, "text"));
      }
      for (JrsValue one : Members.list(item, "content")) {
        thought(Members.text(one, "text"));
      }
    }
    String encrypted = Members.text(item, "encrypted_content");
    if (!encrypted.isEmpty()) {
      tell(new ChatEvent.ReasoningSigned(0, marks.of(Members.text(item, "id"), encrypted)));
    }
  }

  private static ChatEvent beyond(String model, String member, String json) {
    return new ChatEvent.NativeDelta(0, new Native(Native.OPENAI_RESPONSES, model, member, json));
  }
}
