package dev.trefoil.door.messages;

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
import dev.trefoil.chat.Signature;
import dev.trefoil.door.SignatureText;
import dev.trefoil.door.messages.BlockWriter.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts an answer's events into blocks. Of calls whose arguments come by turns, which this format
 * cannot tell, the later ones are held until the earlier one is whole, or the answer.
 */
final class AnswerBlocks {
  private static final String CITATIONS = "citations";
  private static final String PARAGRAPH = "\n\n";

  private final BlockWriter writer;

  /** Of the open block; empty between blocks. */
  private Optional<Kind> open = Optional.empty();

  /** How many blocks have begun. */
  private int begun;

  /** The number of the open call. */
  private int call;

  private final ObjectEnd arguments = new ObjectEnd();

  /** The part of a summary that is being told; -1 where none is. */
  private int summaryPart = -1;

  private final List<ChatEvent> held = new ArrayList<>(0);
  private Optional<StopReason> stop = Optional.empty();
  private boolean refused;

  AnswerBlocks(BlockWriter writer) {
    this.writer = writer;
  }

  /** Why the answer ended, once it has. */
  StopReason stop() {
    return stop.orElseThrow(() -> new IllegalStateException("the answer has no end"));
  }

  void take(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> more(Kind.TEXT, delta.text());
      case RefusalDelta delta -> {
        refused = true;
        more(Kind.TEXT, delta.text());
      }
      case ReasoningDelta delta -> more(Kind.THINKING, delta.text());
      case ReasoningSummaryDelta delta -> summary(delta);
      case ReasoningSigned(int choice, Signature mark) -> sign(mark);
      case ReasoningRedacted(int choice, Signature data) -> redacted(data);
      case ToolCallStarted started -> begin(started);
      case ToolArgumentsDelta arguments -> arguments(arguments);
      case NativeDelta(int choice, Native value) -> own(value);
      case PhaseStarted phase -> {} // There is no place for it here.
      case Logprobs logprobs -> {}
      case ChoiceFinished finished -> {
        release();
        end();
        stop = Optional.of(StopReason.of(finished, refused));
      }
      case Finished finished -> {}
    }
  }

  private void more(Kind kind, String text) {
    if (open.isEmpty() || open.get() != kind) {
      begin(kind);
    }
    writer.more(begun - 1, kind, text);
  }

  private void begin(Kind kind) {
    next();
    open = Optional.of(kind);
    if (kind == Kind.TEXT) {
      writer.beginText(begun - 1);
    } else {
      writer.beginThinking(begun - 1);
    }
  }

  /** Ends the open block and counts another. */
  private void next() {
    release();
    end();
    begun++;
  }

  private void end() {
    if (open.isPresent()) {
      open = Optional.empty();
      summaryPart = -1;
      writer.end(begun - 1);
    }
  }

  private void summary(ReasoningSummaryDelta delta) {
    boolean another = summaryPart >= 0 && delta.index() != summaryPart;
    more(Kind.THINKING, another ? PARAGRAPH + delta.text() : delta.text());
    summaryPart = delta.index();
  }

  private void sign(Signature mark) {
    boolean thinking = open.isPresent() && open.get() == Kind.THINKING;
    if (!thinking && mark.origin().equals(Signature.GOOGLE)) {
      redacted(mark); // On a text, and not on thoughts.
      return;
    }
    if (!thinking) {
      begin(Kind.THINKING); // Its words are withheld.
    }
    writer.signature(begun - 1, text(mark));
    end();
  }

  private void redacted(Signature data) {
    next();
    writer.redacted(begun - 1, text(data));
    writer.end(begun - 1);
  }

  /** Anthropic's own marks go as they are, so that conversations can go on there. */
  private static String text(Signature mark) {
    return mark.origin().equals(Signature.ANTHROPIC) ? mark.value() : SignatureText.encode(mark);
  }

  private void begin(ToolCallStarted started) {
    if (isCall() && !(held.isEmpty() && arguments.isReached())) {
      held.add(started);
    } else {
      start(started);
    }
  }

  private void start(ToolCallStarted started) {
    started.signature().ifPresent(this::redacted);
    end();
    begun++;
    open = Optional.of(Kind.INPUT);
    call = started.index();
    arguments.begin();
    writer.beginCall(begun - 1, started.id(), started.name());
  }

  private void arguments(ToolArgumentsDelta delta) {
    if (isCall() && delta.index() == call) {
      arguments.take(delta.text());
      writer.more(begun - 1, Kind.INPUT, delta.text());
    } else {
      held.add(delta);
    }
  }

  private boolean isCall() {
    return open.isPresent() && open.get() == Kind.INPUT;
  }

  /** Tells the calls that were held: no more of an earlier one comes. */
  private void release() {
    while (!held.isEmpty()) {
      List<ChatEvent> rest = List.copyOf(held);
      held.clear();
      end();
      rest.forEach(this::take);
    }
  }

  private void own(Native value) {
    if (!value.protocol().equals(Native.ANTHROPIC_MESSAGES)) {
      return;
    }
    if (value.member().equals(Native.ITEM)) {
      next();
      writer.own(begun - 1, value.json());
      writer.end(begun - 1);
    } else if (value.member().equals(CITATIONS)) {
      if (open.isEmpty() || open.get() != Kind.TEXT) {
        begin(Kind.TEXT);
      }
      writer.citations(begun - 1, value.json());
    }
  }
}
