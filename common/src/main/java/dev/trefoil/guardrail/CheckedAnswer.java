package dev.trefoil.guardrail;

import dev.trefoil.attempt.AnswerListener;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.RefusalDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.ResponseFormat;
import dev.trefoil.gateway.AnswerStoppedException;
import dev.trefoil.gateway.GuardrailException;
import dev.trefoil.provider.RequestChange;
import dev.trefoil.provider.RequestField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Hands on what of an answer may be shown. A stream begins with the first of it; a plain answer is
 * handed on when all of it was looked at.
 */
final class CheckedAnswer implements AnswerListener {
  private final CallGuard guard;
  private final Checks checks;
  private final ChatRequest request;
  private final int window;
  private final AnswerListener next;
  private final Map<Integer, CheckedChoice> choices = new TreeMap<>();

  /** What is handed on of a plain answer, by choice. */
  private final Map<Integer, List<ChatEvent>> kept = new TreeMap<>();

  private final List<Integer> refused = new ArrayList<>(0);
  private Optional<AnswerStart> start = Optional.empty();
  private boolean begun;

  /**
   * @param request as the caller asked it
   */
  CheckedAnswer(
      CallGuard guard, Checks checks, ChatRequest request, int window, AnswerListener next) {
    this.guard = guard;
    this.checks = checks;
    this.request = request;
    this.window = window;
    this.next = next;
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  @Override
  public void onStart(AnswerStart beginning) {
    start = Optional.of(changed(beginning));
    if (checks.isEmpty()) {
      begin();
    }
  }

  private AnswerStart changed(AnswerStart beginning) {
    if (!checks.hold() || request.settings().topLogprobs().isEmpty()) {
      return beginning;
    }
    List<RequestChange> changes = new ArrayList<>(beginning.changes());
    changes.add(new RequestChange.Drop(RequestField.LOGPROBS, List.of("logprobs"), false));
    return beginning.withChanges(changes);
  }

  /** Of which nothing is shown yet, there is nothing to go on with that a caller would read. */
  @Override
  public void onContinuation() {
    if (begun) {
      next.onContinuation();
    }
  }

  @Override
  public void onEvent(ChatEvent event) {
    if (event instanceof Finished end) {
      finish(end);
      return;
    }
    int choice = choiceOf(event);
    if (checks.isEmpty()) {
      next.onEvent(event);
    } else if (!refused.contains(choice)) {
      check(choice, event);
    }
  }

  private void check(int choice, ChatEvent event) {
    try {
      choices.computeIfAbsent(choice, this::checked).take(event);
    } catch (RefusedException e) {
      refuse(choice, e.finding());
    } catch (GuardrailException e) {
      throw AnswerStoppedException.failed(e);
    }
  }

  private CheckedChoice checked(int choice) {
    return new CheckedChoice(
        choice,
        new OutputChecks(checks),
        checks.hold(),
        !(request.format() instanceof ResponseFormat.Text),
        request.stream() ? window : Integer.MAX_VALUE,
        event -> show(choice, event));
  }

  private void show(int choice, ChatEvent event) {
    if (request.stream()) {
      begin();
      next.onEvent(event);
    } else {
      kept.computeIfAbsent(choice, none -> new ArrayList<>()).add(event);
    }
  }

  /** In the place of what there is of a plain answer, and behind what was shown of a stream. */
  private void refuse(int choice, GuardrailFinding finding) {
    refused.add(choice);
    kept.remove(choice);
    show(choice, new RefusalDelta(choice, "The answer was " + GuardrailException.refusal(finding)));
    show(choice, new ChoiceFinished(choice, FinishReason.CONTENT_FILTER));
    if (request.stream() && request.settings().choices() == 1) {
      throw AnswerStoppedException.refused();
    }
  }

  private void finish(Finished end) {
    begin();
    kept.values().forEach(events -> events.forEach(next::onEvent));
    kept.clear();
    next.onEvent(end);
  }

  /** Once all that looks at the request beside the model's call has let it pass. */
  private void begin() {
    if (!begun) {
      try {
        guard.await();
      } catch (GuardrailException e) {
        throw AnswerStoppedException.failed(e);
      }
      begun = true;
      AnswerStart told = start.orElseThrow().withFindings(guard.findings());
      next.onStart(told.withTrail(told.trail().withChecks(guard.runs())));
    }
  }

  private static int choiceOf(ChatEvent event) {
    return switch (event) {
      case ChatEvent.TextDelta delta -> delta.choice();
      case ChatEvent.ReasoningDelta delta -> delta.choice();
      case ChatEvent.ReasoningSummaryDelta delta -> delta.choice();
      case ChatEvent.ReasoningSigned signed -> signed.choice();
      case ChatEvent.ReasoningRedacted thought -> thought.choice();
      case ChatEvent.PhaseStarted phase -> phase.choice();
      case RefusalDelta delta -> delta.choice();
      case ChatEvent.ToolCallStarted call -> call.choice();
      case ChatEvent.ToolArgumentsDelta delta -> delta.choice();
      case ChatEvent.Logprobs logprobs -> logprobs.choice();
      case ChatEvent.NativeDelta beyond -> beyond.choice();
      case ChoiceFinished finished -> finished.choice();
      case Finished end -> 0;
    };
  }
}
