package dev.trefoil.fallback;

import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ReasoningDelta;
import dev.trefoil.chat.ChatEvent.ReasoningSummaryDelta;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolArgumentsDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Usage;
import dev.trefoil.routing.PromptSize;
import dev.trefoil.routing.Requirements;

/** Counts what came of an answer, for a service that does not, or did not get to. */
final class AnswerCount {
  private final PromptSize.Counter counter = new PromptSize.Counter();
  private boolean any;

  void add(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> text(delta.text());
      case ReasoningDelta delta -> text(delta.text());
      case ReasoningSummaryDelta delta -> text(delta.text());
      case RefusalDelta delta -> text(delta.text());
      case ToolCallStarted call -> text(call.name());
      case ToolArgumentsDelta delta -> text(delta.text());
      default -> {
        // Not of tokens, or of those that are counted already.
      }
    }
  }

  private void text(String text) {
    any = true;
    counter.text(text);
  }

  /** Whether anything came. */
  boolean any() {
    return any;
  }

  /** About what a model of a family used for the request and for what came. */
  Usage usage(ChatRequest request, String family) {
    return new Usage(Requirements.of(request).size().tokens(family), counter.size().tokens(family));
  }
}
