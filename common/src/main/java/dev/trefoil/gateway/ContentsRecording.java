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
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.gateway.CallContents.Piece;
import dev.trefoil.gateway.CallContents.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Passes an answer on and remembers what is said in it, up to a bound. For one call. */
final class ContentsRecording implements AnswerListener {
  private final ChatRequest request;
  private final AnswerListener next;
  private final Map<Integer, Said> choices = new TreeMap<>();

  /** What one choice says. */
  private static final class Said {
    final StringBuilder text = new StringBuilder();
    final Map<Integer, Called> calls = new TreeMap<>();
    Optional<FinishReason> finish = Optional.empty();
  }

  /** A tool that it calls. */
  private record Called(String id, String name, StringBuilder arguments) {}

  ContentsRecording(ChatRequest request, AnswerListener next) {
    this.request = request;
    this.next = next;
  }

  @Override
  public void onStart(AnswerStart start) {
    next.onStart(start);
  }

  @Override
  public void onContinuation() {
    next.onContinuation();
  }

  @Override
  public void onBurst(boolean goesOn) {
    next.onBurst(goesOn);
  }

  @Override
  public void onEvent(ChatEvent event) {
    next.onEvent(event);
    switch (event) {
      case TextDelta(int choice, String text) -> append(of(choice).text, text);
      case RefusalDelta(int choice, String text) -> append(of(choice).text, text);
      case ToolCallStarted call -> {
        Map<Integer, Called> calls = of(call.choice()).calls;
        if (calls.size() < CallContents.MOST_TURNS) {
          calls.put(call.index(), new Called(call.id(), call.name(), new StringBuilder()));
        }
      }
      case ToolArgumentsDelta(int choice, int index, String text) -> {
        Called called = of(choice).calls.get(index);
        if (called != null) {
          append(called.arguments(), text);
        }
      }
      case ChoiceFinished finished -> of(finished.choice()).finish = Optional.of(finished.reason());
      case ReasoningDelta thought -> {}
      case ReasoningSummaryDelta summary -> {}
      case ReasoningSigned signed -> {}
      case ReasoningRedacted redacted -> {}
      case PhaseStarted phase -> {}
      case Logprobs logprobs -> {}
      case NativeDelta beyond -> {}
      case Finished end -> {}
    }
  }

  private Said of(int choice) {
    return choices.computeIfAbsent(choice, ignored -> new Said());
  }

  private static void append(StringBuilder all, String more) {
    int room = CallContents.MOST_OF_A_TEXT + 1 - all.length();
    all.append(more, 0, Math.min(more.length(), Math.max(0, room)));
  }

  CallContents contents() {
    List<Turn> answered = new ArrayList<>();
    for (Said said : choices.values()) {
      List<Piece> pieces = new ArrayList<>();
      if (!said.text.isEmpty()) {
        pieces.add(new CallContents.Text(CallContents.cut(said.text.toString())));
      }
      for (Called called : said.calls.values()) {
        pieces.add(
            new CallContents.ToolCall(
                called.id(), called.name(), CallContents.cut(called.arguments().toString())));
      }
      answered.add(new Turn("assistant", pieces, said.finish));
    }
    return new CallContents(CallContents.of(request), answered);
  }
}
