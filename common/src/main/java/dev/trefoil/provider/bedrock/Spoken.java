package dev.trefoil.provider.bedrock;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.provider.CallIds;
import dev.trefoil.provider.ChatListener;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts and calls of one answer. Where a tool stands for the answer's form, its arguments
 * become the text, and what the model says beside them is held back, since it would spoil the form.
 */
final class Spoken {
  private final ChatListener listener;
  private final Optional<String> answerTool;
  private final boolean forbidden;

  /** The calls under way, by their block's index. */
  private final Map<Integer, Call> open = new HashMap<>();

  private final StringBuilder aside = new StringBuilder();
  private int calls;
  private boolean answered;

  Spoken(ConverseCall call, ChatListener listener) {
    this.listener = listener;
    this.answerTool = call.answerTool();
    this.forbidden = call.callsForbidden();
  }

  void text(String text) {
    if (answerTool.isPresent() && calls == 0) {
      aside.append(text);
    } else {
      listener.onEvent(new ChatEvent.TextDelta(text));
    }
  }

  void call(int block, String id, String name) throws ProviderException {
    if (forbidden) {
      throw new ProviderException(Kind.OVERLOADED, "the model called a tool though it must not");
    }
    if (answerTool.filter(tool -> tool.equals(name)).isPresent()) {
      open.put(block, answered ? Call.IGNORED : Call.ANSWER);
      answered = true;
      return;
    }
    sayAside();
    String known = id == null || id.isEmpty() ? CallIds.madeUp() : id;
    listener.onEvent(
        new ChatEvent.ToolCallStarted(0, calls, known, name == null ? "" : name, Optional.empty()));
    open.put(block, new Call(calls));
    calls++;
  }

  void arguments(int block, String text) {
    Call call = open.get(block);
    if (call == null || call == Call.IGNORED || text == null || text.isEmpty()) {
      return;
    }
    if (call == Call.ANSWER) {
      listener.onEvent(new ChatEvent.TextDelta(text));
    } else {
      call.hasArguments = true;
      listener.onEvent(new ChatEvent.ToolArgumentsDelta(0, call.index, text));
    }
  }

  /** The block is complete. A call that needs no arguments may come without any. */
  void end(int block) {
    Call call = open.remove(block);
    if (call != null && call.index >= 0 && !call.hasArguments) {
      listener.onEvent(new ChatEvent.ToolArgumentsDelta(0, call.index, "{}"));
    }
  }

  /** Says what was held back, if nothing took its place, and why the answer really ended. */
  FinishReason finish(FinishReason reason) {
    sayAside();
    return switch (reason) {
      case STOP, TOOL_CALLS -> calls > 0 ? FinishReason.TOOL_CALLS : FinishReason.STOP;
      case LENGTH, CONTENT_FILTER -> reason;
    };
  }

  private void sayAside() {
    if (!answered && !aside.isEmpty()) {
      listener.onEvent(new ChatEvent.TextDelta(aside.toString()));
    }
    aside.setLength(0);
  }

  /** A call under way. */
  private static final class Call {
    static final Call ANSWER = new Call(-1);
    static final Call IGNORED = new Call(-1);

    final int index;
    boolean hasArguments;

    Call(int index) {
      this.index = index;
    }
  }
}
