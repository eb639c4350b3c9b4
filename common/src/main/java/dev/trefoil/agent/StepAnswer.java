package dev.trefoil.agent;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
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
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Native;
import dev.trefoil.chat.Part;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Hands on one answer but its end, and keeps it as the assistant's message that it is. */
final class StepAnswer implements AnswerListener {
  private static final int LONGEST_PIECE = 2_000;

  private final RunListener out;
  private final Consumer<AnswerStart> onStart;
  private final UnaryOperator<String> unique;
  private final List<ChatEvent> events = new ArrayList<>();
  private Optional<AnswerStart> begun = Optional.empty();
  private final List<Piece> pieces = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>(1);
  private Optional<String> phase = Optional.empty();
  private Optional<ChoiceFinished> end = Optional.empty();
  private Optional<Finished> last = Optional.empty();

  /** What a part of the message is made of. */
  private sealed interface Piece {
    Part part();
  }

  private record Whole(Part part) implements Piece {}

  private record Text(StringBuilder text) implements Piece {
    @Override
    public Part part() {
      return new Part.Text(text.toString());
    }
  }

  private record Refused(StringBuilder text) implements Piece {
    @Override
    public Part part() {
      return new Part.Refusal(text.toString());
    }
  }

  private static final class Thought implements Piece {
    private final StringBuilder text = new StringBuilder();
    private final List<StringBuilder> summary = new ArrayList<>(0);
    private Optional<Signature> mark = Optional.empty();

    @Override
    public Part part() {
      return new Part.Reasoning(
          text.toString(), summary.stream().map(StringBuilder::toString).toList(), mark);
    }
  }

  private record Call(ToolCallStarted start, StringBuilder arguments) implements Piece {
    @Override
    public Part.ToolCall part() {
      return new Part.ToolCall(
          start.id(),
          start.name(),
          arguments.isEmpty() ? "{}" : arguments.toString(),
          start.signature());
    }
  }

  /**
   * @param out hears of everything but the answer's start and end
   * @param unique gives a call's id a form that no other of the conversation has
   */
  StepAnswer(RunListener out, Consumer<AnswerStart> onStart, UnaryOperator<String> unique) {
    this.out = out;
    this.onStart = onStart;
    this.unique = unique;
  }

  @Override
  public void onStart(AnswerStart start) {
    begun = Optional.of(start);
    onStart.accept(start);
  }

  @Override
  public void onContinuation() {
    out.continuing();
  }

  @Override
  public void onEvent(ChatEvent given) {
    ChatEvent event =
        given instanceof ToolCallStarted call
            ? new ToolCallStarted(
                call.choice(), call.index(), unique.apply(call.id()), call.name(), call.signature())
            : given;
    record(given);
    switch (event) {
      case ChoiceFinished finished -> end = Optional.of(finished);
      case Finished finished -> last = Optional.of(finished);
      default -> {
        keep(event);
        out.said(event);
      }
    }
  }

  /** Pieces of one text are one: they may be many. */
  private void record(ChatEvent event) {
    if (!events.isEmpty()
        && event instanceof TextDelta more
        && events.getLast() instanceof TextDelta text
        && text.choice() == more.choice()
        && text.text().length() < LONGEST_PIECE) {
      events.set(events.size() - 1, new TextDelta(text.choice(), text.text() + more.text()));
    } else {
      events.add(event);
    }
  }

  private void keep(ChatEvent event) {
    switch (event) {
      case TextDelta delta -> text().append(delta.text());
      case RefusalDelta delta -> refusal().append(delta.text());
      case ReasoningDelta delta -> thought().text.append(delta.text());
      case ReasoningSummaryDelta delta -> summarize(delta);
      case ReasoningSigned signed -> thought().mark = Optional.of(signed.signature());
      case ReasoningRedacted thought ->
          pieces.add(new Whole(new Part.RedactedReasoning(thought.data())));
      case PhaseStarted started -> phase = Optional.of(started.phase());
      case ToolCallStarted call -> {
        calls.add(new Call(call, new StringBuilder()));
        pieces.add(calls.getLast());
      }
      case ToolArgumentsDelta delta -> calls.get(delta.index()).arguments().append(delta.text());
      case NativeDelta beyond -> {
        if (beyond.value().member().equals(Native.ITEM)) {
          pieces.add(new Whole(new Part.NativePart(beyond.value())));
        }
      }
      case ChatEvent.Logprobs logprobs -> {}
      case ChoiceFinished finished -> {}
      case Finished finished -> {}
    }
  }

  private StringBuilder text() {
    if (!pieces.isEmpty() && pieces.getLast() instanceof Text(StringBuilder text)) {
      return text;
    }
    pieces.add(new Text(new StringBuilder()));
    return text();
  }

  private StringBuilder refusal() {
    if (!pieces.isEmpty() && pieces.getLast() instanceof Refused(StringBuilder text)) {
      return text;
    }
    pieces.add(new Refused(new StringBuilder()));
    return refusal();
  }

  /** A mark ends a block: what follows it is another. */
  private Thought thought() {
    if (!pieces.isEmpty() && pieces.getLast() instanceof Thought open && open.mark.isEmpty()) {
      return open;
    }
    pieces.add(new Thought());
    return (Thought) pieces.getLast();
  }

  private void summarize(ReasoningSummaryDelta delta) {
    Thought thought = thought();
    if (delta.index() < thought.summary.size() - 1) {
      pieces.add(new Thought()); // A new block counts its parts anew.
      thought = thought();
    }
    if (delta.index() >= thought.summary.size()) {
      thought.summary.add(new StringBuilder());
    }
    thought.summary.getLast().append(delta.text());
  }

  /** All that was said, as the next question has it before the results. */
  Message message() {
    return new Message(Role.ASSISTANT, pieces.stream().map(Piece::part).toList(), phase);
  }

  /** What the model wants called, in order; nothing where the answer was cut. */
  List<Part.ToolCall> calls() {
    boolean whole =
        end.filter(it -> it.reason() == FinishReason.TOOL_CALLS || it.reason() == FinishReason.STOP)
            .isPresent();
    return whole ? calls.stream().map(Call::part).toList() : List.of();
  }

  /** Everything that was heard, to be heard again. */
  List<ChatEvent> events() {
    return events;
  }

  /** Who answers. */
  AnswerStart begun() {
    return begun.orElseThrow();
  }

  /** Why the model stopped. */
  Optional<ChoiceFinished> end() {
    return end;
  }

  /** The tier that served it, where the service said. */
  Optional<String> serviceTier() {
    return last.flatMap(Finished::serviceTier);
  }
}
