package dev.trefoil.chat;

import java.util.Objects;
import java.util.Optional;

/**
 * A piece of an answer, in the order in which the model gave it. {@code choice} counts from 0 and
 * is 0 unless several choices were asked for.
 */
public sealed interface ChatEvent {

  /**
   * More text.
   *
   * @param text never empty
   */
  record TextDelta(int choice, String text) implements ChatEvent {
    public TextDelta {
      requireText(text);
    }

    /** More text of the only choice. */
    public TextDelta(String text) {
      this(0, text);
    }
  }

  /**
   * More of what the model thinks before it speaks.
   *
   * @param text never empty
   */
  record ReasoningDelta(int choice, String text) implements ChatEvent {
    public ReasoningDelta {
      requireText(text);
    }
  }

  /**
   * More of a summary of what the model thinks, where the service gives one in place of the
   * thoughts or beside them.
   *
   * @param index of the summary's part, dense from 0 in each block of reasoning
   * @param text never empty
   */
  record ReasoningSummaryDelta(int choice, int index, String text) implements ChatEvent {
    public ReasoningSummaryDelta {
      requireText(text);
    }
  }

  /**
   * The provider's mark on a block of reasoning, which it ends: the deltas since the mark before
   * are what it is on. There may be none, where the words are withheld.
   */
  record ReasoningSigned(int choice, Signature signature) implements ChatEvent {
    public ReasoningSigned {
      Objects.requireNonNull(signature, "signature");
    }
  }

  /** A block of reasoning that only its provider can read. */
  record ReasoningRedacted(int choice, Signature data) implements ChatEvent {
    public ReasoningRedacted {
      Objects.requireNonNull(data, "data");
    }
  }

  /**
   * The text that follows is of another phase: see {@link Message#phase()}.
   *
   * @param phase never empty
   */
  record PhaseStarted(int choice, String phase) implements ChatEvent {
    public PhaseStarted {
      requireText(phase);
    }
  }

  /**
   * More of a refusal in the model's own words.
   *
   * @param text never empty
   */
  record RefusalDelta(int choice, String text) implements ChatEvent {
    public RefusalDelta {
      requireText(text);
    }
  }

  /**
   * A call of a tool begins.
   *
   * @param index of the call among the choice's calls, dense from 0
   * @param id unique; made up by us where the service has none
   */
  record ToolCallStarted(
      int choice, int index, String id, String name, Optional<Signature> signature)
      implements ChatEvent {
    public ToolCallStarted {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(signature, "signature");
    }
  }

  /**
   * More of a tool call's arguments, which are one JSON object in the end.
   *
   * @param text never empty
   */
  record ToolArgumentsDelta(int choice, int index, String text) implements ChatEvent {
    public ToolArgumentsDelta {
      requireText(text);
    }
  }

  /**
   * Log probabilities of the tokens just given.
   *
   * @param json OpenAI's {@code logprobs} object, as text
   */
  record Logprobs(int choice, String json) implements ChatEvent {
    public Logprobs {
      requireText(json);
    }
  }

  /** Something beyond this vocabulary, for a door of the same protocol. */
  record NativeDelta(int choice, Native value) implements ChatEvent {
    public NativeDelta {
      Objects.requireNonNull(value, "value");
    }
  }

  /** One choice is complete: the service said so. Once a choice, after all its other events. */
  record ChoiceFinished(int choice, FinishReason reason, Optional<StopDetail> detail)
      implements ChatEvent {
    public ChoiceFinished {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(detail, "detail");
    }

    /** For no more particular reason. */
    public ChoiceFinished(int choice, FinishReason reason) {
      this(choice, reason, Optional.empty());
    }
  }

  /**
   * The answer is complete. The last event, once, after every choice has finished.
   *
   * @param usage what the service counted; {@link Usage#NONE} where it did not say
   * @param serviceTier the tier that served the call, where the service said
   */
  record Finished(Usage usage, Optional<String> serviceTier) implements ChatEvent {
    public Finished {
      Objects.requireNonNull(usage, "usage");
      Objects.requireNonNull(serviceTier, "serviceTier");
    }

    /** Without a tier. */
    public Finished(Usage usage) {
      this(usage, Optional.empty());
    }
  }

  private static void requireText(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an empty delta says nothing");
    }
  }
}
