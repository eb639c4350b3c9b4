package dev.trefoil.guardrail;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.Logprobs;
import dev.trefoil.chat.ChatEvent.NativeDelta;
import dev.trefoil.chat.ChatEvent.PhaseStarted;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningRedacted;
import dev.trefoil.chat.ChatEvent.ReasoningSigned;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.Native;
import dev.trefoil.gateway.GuardrailException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One choice of an answer on its way through the checks: texts in windows, tool calls and JSON
 * whole. Where nothing is kept from being shown, all goes on at once and is looked at afterwards.
 */
final class CheckedChoice {
  private final int choice;
  private final OutputChecks checks;
  private final boolean holds;
  private final boolean json;
  private final int window;
  private final Consumer<ChatEvent> out;
  private final Map<Integer, HeldCall> calls = new TreeMap<>();
  private Optional<Said> said = Optional.empty();
  private boolean thoughtChanged;

  /** The kinds of texts. */
  private enum Kind {
    TEXT,
    REASONING,
    SUMMARY,
    REFUSAL
  }

  /** A text that is being said. */
  private record Said(Kind kind, int index, TextWindow window, StringBuilder whole) {
    boolean is(Kind other, int otherIndex) {
      return kind == other && index == otherIndex;
    }
  }

  /** A call that is being made; without a start that was shown before, where texts came between. */
  private record HeldCall(Optional<ToolCallStarted> start, StringBuilder arguments) {}

  /**
   * @param holds whether anything is kept from being shown
   * @param json whether the text is to be JSON
   * @param window in characters
   * @param out is given what may be shown
   */
  CheckedChoice(
      int choice,
      OutputChecks checks,
      boolean holds,
      boolean json,
      int window,
      Consumer<ChatEvent> out) {
    this.choice = choice;
    this.checks = checks;
    this.holds = holds;
    this.json = json;
    this.window = window;
    this.out = out;
  }

  void take(ChatEvent event) throws GuardrailException, RefusedException {
    switch (event) {
      case TextDelta delta -> say(Kind.TEXT, 0, delta.text(), event);
      case ReasoningDelta delta -> say(Kind.REASONING, 0, delta.text(), event);
      case ReasoningSummaryDelta delta -> say(Kind.SUMMARY, delta.index(), delta.text(), event);
      case RefusalDelta delta -> say(Kind.REFUSAL, 0, delta.text(), event);
      case ReasoningSigned signed -> {
        settle();
        if (!thoughtChanged) { // It is a mark on other words.
          out.accept(signed);
        }
        thoughtChanged = false;
      }
      case ToolCallStarted call -> {
        endText();
        calls.put(call.index(), new HeldCall(Optional.of(call), new StringBuilder()));
        unlessHeld(call);
      }
      case ToolArgumentsDelta delta -> {
        calls
            .computeIfAbsent(
                delta.index(), gone -> new HeldCall(Optional.empty(), new StringBuilder()))
            .arguments()
            .append(delta.text());
        unlessHeld(delta);
      }
      case NativeDelta beyond -> {
        pauseText();
        endCalls();
        Native value = beyond.value();
        out.accept(
            new NativeDelta(
                choice,
                new Native(
                    value.protocol(), value.model(), value.member(), checks.json(value.json()))));
      }
      case Logprobs logprobs -> unlessHeld(logprobs); // They tell the words.
      case ReasoningRedacted thought -> {
        settle();
        out.accept(thought);
      }
      case PhaseStarted phase -> {
        settle();
        out.accept(phase);
      }
      case ChoiceFinished finished -> {
        settle();
        out.accept(finished);
      }
      case Finished end -> out.accept(end);
    }
  }

  private void unlessHeld(ChatEvent event) {
    if (!holds) {
      out.accept(event);
    }
  }

  private void say(Kind kind, int index, String text, ChatEvent event)
      throws GuardrailException, RefusedException {
    endCalls();
    if (said.filter(open -> open.is(kind, index)).isEmpty()) {
      endText();
      said =
          Optional.of(new Said(kind, index, new TextWindow(checks, window), new StringBuilder()));
    }
    unlessHeld(event);
    if (!holds || json && kind == Kind.TEXT) {
      said.get().whole().append(text);
    } else {
      show(said.get(), said.get().window().take(text));
    }
  }

  /** All that was said and called so far is looked at and shown. */
  private void settle() throws GuardrailException, RefusedException {
    endText();
    endCalls();
  }

  /**
   * What was said so far is looked at and shown, as what may go on: a citation stands in the middle
   * of a text.
   */
  private void pauseText() throws GuardrailException, RefusedException {
    if (!holds || said.isEmpty()) {
      return; // The whole of it is looked at when it ends.
    }
    Said open = said.get();
    if (open.whole().isEmpty()) {
      show(open, open.window().end());
    } else {
      endText();
    }
  }

  private void endText() throws GuardrailException, RefusedException {
    if (said.isEmpty()) {
      return;
    }
    Said open = said.get();
    said = Optional.empty();
    if (!open.whole().isEmpty()) {
      String checked = checks.json(open.whole().toString());
      if (holds) {
        show(open, checked);
      }
    } else {
      show(open, open.window().end());
    }
    thoughtChanged |= open.kind() != Kind.TEXT && open.window().isChanged();
  }

  private void show(Said open, String text) {
    if (!text.isEmpty()) {
      out.accept(
          switch (open.kind()) {
            case TEXT -> new TextDelta(choice, text);
            case REASONING -> new ReasoningDelta(choice, text);
            case SUMMARY -> new ReasoningSummaryDelta(choice, open.index(), text);
            case REFUSAL -> new RefusalDelta(choice, text);
          });
    }
  }

  private void endCalls() throws GuardrailException, RefusedException {
    for (Map.Entry<Integer, HeldCall> call : calls.entrySet()) {
      String arguments = call.getValue().arguments().toString();
      String checked = arguments.isEmpty() ? arguments : checks.json(arguments);
      if (holds) {
        call.getValue().start().ifPresent(out);
        if (!checked.isEmpty()) {
          out.accept(new ToolArgumentsDelta(choice, call.getKey(), checked));
        }
      }
    }
    calls.clear();
  }
}
