package dev.trefoil.chat;

import java.util.Objects;

/** A piece of an answer, in the order in which the model gave it. */
public sealed interface ChatEvent {

  /**
   * More text.
   *
   * @param text never empty
   */
  record TextDelta(String text) implements ChatEvent {
    public TextDelta {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("an empty delta says nothing");
      }
    }
  }

  /**
   * The answer is complete: the service said so. The last event, once.
   *
   * @param usage what the service counted; {@link Usage#NONE} where it did not say
   */
  record Finished(FinishReason reason, Usage usage) implements ChatEvent {
    public Finished {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(usage, "usage");
    }
  }
}
