package dev.trefoil.continuation;

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

/** What the caller of a stream has of its answer, as far as another target needs to know it. */
public final class DeliveredText {
  private final boolean textIsKept;
  private final StringBuilder text = new StringBuilder();
  private boolean begun;
  private boolean beyondText;

  /**
   * @param textIsKept whether anyone will go on with it
   */
  public DeliveredText(boolean textIsKept) {
    this.textIsKept = textIsKept;
  }

  public void add(ChatEvent event) {
    begun = true;
    switch (event) {
      case TextDelta delta -> {
        if (textIsKept) {
          text.append(delta.text());
        }
        beyondText |= !textIsKept;
      }
      case ReasoningDelta delta -> {} // Another target's thoughts do as well.
      case ReasoningSummaryDelta delta -> {}
      case ReasoningSigned signed -> {}
      case ReasoningRedacted thought -> {}
      case PhaseStarted phase -> {}
      case NativeDelta beyond -> {}
      case RefusalDelta refusal -> beyondText = true;
      case ToolCallStarted call -> beyondText = true;
      case ToolArgumentsDelta arguments -> beyondText = true;
      case Logprobs logprobs -> beyondText = true;
      case ChoiceFinished choice -> beyondText = true;
      case Finished end -> beyondText = true;
    }
  }

  public boolean begun() {
    return begun;
  }

  /** Whether all that was sent can be told to another target as the beginning of its answer. */
  public boolean isTextOnly() {
    return !beyondText;
  }

  public String text() {
    return text.toString();
  }

  public int length() {
    return text.length();
  }
}
