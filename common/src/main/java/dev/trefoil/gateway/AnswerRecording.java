package dev.trefoil.gateway;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
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
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Passes an answer on and remembers it, as long as it can be given again: words of one target, all
 * of them, that call nothing and are not too many. For one call.
 */
final class AnswerRecording implements AnswerListener {
  private final AnswerListener next;
  private final long most;
  private final List<ChatEvent> events = new ArrayList<>();
  private long characters;
  private boolean usable = true;

  /**
   * @param most how many characters may be remembered
   */
  AnswerRecording(AnswerListener next, long most) {
    this.next = next;
    this.most = most;
  }

  /** All of it, to its end; empty where it cannot be given again. */
  Optional<List<ChatEvent>> events() {
    return usable && !events.isEmpty() && events.getLast() instanceof Finished
        ? Optional.of(List.copyOf(events))
        : Optional.empty();
  }

  @Override
  public void onStart(AnswerStart start) {
    next.onStart(start);
  }

  @Override
  public void onContinuation() {
    giveUp();
    next.onContinuation();
  }

  @Override
  public void onBurst(boolean goesOn) {
    next.onBurst(goesOn);
  }

  @Override
  public void onEvent(ChatEvent event) {
    next.onEvent(event);
    if (usable) {
      remember(event);
    }
  }

  private void remember(ChatEvent event) {
    switch (event) {
      case TextDelta(int choice, String text) -> {
        if (last() instanceof TextDelta(int same, String before) && same == choice) {
          joined(new TextDelta(choice, before + text), text.length());
        } else {
          add(event, text.length());
        }
      }
      case ReasoningDelta(int choice, String text) -> {
        if (last() instanceof ReasoningDelta(int same, String before) && same == choice) {
          joined(new ReasoningDelta(choice, before + text), text.length());
        } else {
          add(event, text.length());
        }
      }
      case ReasoningSummaryDelta summary -> add(event, summary.text().length());
      case RefusalDelta refusal -> add(event, refusal.text().length());
      case ReasoningSigned signed -> add(event, signed.signature().value().length());
      case ReasoningRedacted thought -> add(event, thought.data().value().length());
      case Logprobs logprobs -> add(event, logprobs.json().length());
      case PhaseStarted phase -> add(event, 0);
      case Finished end -> add(event, 0);
      case ChoiceFinished finished -> {
        add(event, 0);
        if (finished.reason() == FinishReason.CONTENT_FILTER) {
          giveUp(); // A filter is its service's at that moment.
        }
      }
      case ToolCallStarted call -> giveUp();
      case ToolArgumentsDelta arguments -> giveUp();
      case NativeDelta beyond -> giveUp();
    }
  }

  private ChatEvent last() {
    return events.isEmpty() ? new Finished(Usage.NONE) : events.getLast();
  }

  private void joined(ChatEvent both, int more) {
    events.removeLast();
    add(both, more);
  }

  private void add(ChatEvent event, int more) {
    characters += more;
    if (characters > most) {
      giveUp();
    } else {
      events.add(event);
    }
  }

  private void giveUp() {
    usable = false;
    events.clear();
  }
}
