package dev.trefoil.fallback;

import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.AttemptProgress;
import dev.trefoil.attempt.AttemptRecorder;
import dev.trefoil.attempt.Trail;
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
import dev.trefoil.chat.Usage;
import dev.trefoil.continuation.Overlap;
import dev.trefoil.continuation.UnusableContinuationException;
import dev.trefoil.routing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Passes an attempt's events on as they come, joined to what earlier attempts have sent. */
final class StreamingSink implements AnswerSink {
  private final ChatOperation operation;
  private final Step step;
  private final Trail before;
  private final AttemptProgress progress;
  private final boolean resumed;
  private final Optional<Overlap> overlap;
  private final AnswerCount count = new AnswerCount();

  /** What was given before anything was said. */
  private final List<ChatEvent> held = new ArrayList<>(0);

  StreamingSink(ChatOperation operation, Step step, Trail before, AttemptProgress progress) {
    this.operation = operation;
    this.step = step;
    this.before = before;
    this.progress = progress;
    this.resumed = operation.begun();
    this.overlap =
        operation.isContinuation()
            ? Optional.of(new Overlap(operation.sent().text()))
            : Optional.empty();
  }

  @Override
  public void take(ChatEvent event) {
    count.add(event);
    switch (event) {
      case TextDelta delta -> {
        progress.content(delta);
        text(delta);
      }
      case ReasoningDelta delta -> {
        progress.content(delta);
        thought(delta);
      }
      case ReasoningSummaryDelta delta -> {
        progress.content(delta);
        thought(delta);
      }
      case ReasoningSigned signed -> mark(signed);
      case ReasoningRedacted thought -> mark(thought);
      case PhaseStarted phase -> mark(phase);
      case RefusalDelta refusal -> content(refusal);
      case ToolCallStarted call -> content(call);
      case ToolArgumentsDelta arguments -> content(arguments);
      case Logprobs logprobs -> pass(logprobs);
      case NativeDelta beyond -> thought(beyond);
      case ChoiceFinished finished -> {
        joined();
        pass(finished);
      }
      case Finished end -> {
        Finished counted = operation.counted(end, step, count, progress);
        Usage all = operation.use(counted.usage(), progress.isEstimated());
        pass(new Finished(all, counted.serviceTier()));
      }
    }
  }

  private void content(ChatEvent event) {
    progress.content(event);
    pass(event);
  }

  private void text(TextDelta delta) {
    String added = delta.text();
    if (overlap.isPresent()) {
      added = overlap.get().take(delta.text());
      requireVerified(overlap.get());
    }
    if (!added.isEmpty()) {
      pass(overlap.isEmpty() ? delta : new TextDelta(delta.choice(), added));
    }
  }

  /** What a second model thinks, or says beyond its text, does not belong to the first's words. */
  private void thought(ChatEvent event) {
    if (!resumed) {
      pass(event);
    }
  }

  /** Says nothing by itself: until something is said, another target may answer. */
  private void mark(ChatEvent event) {
    if (operation.begun()) {
      thought(event);
    } else {
      held.add(event);
    }
  }

  /** The text is complete: the whole of it is looked at. */
  private void joined() {
    if (overlap.isPresent()) {
      overlap.get().end();
      requireVerified(overlap.get());
      if (!operation.isWellFormed(operation.sent().text())) {
        throw new UnusableContinuationException(
            "what " + step.target() + " went on with does not make one JSON document");
      }
    }
  }

  /** Words that follow from nothing are worse than an end that says so. */
  private void requireVerified(Overlap repeats) {
    if (!repeats.isVerified()) {
      throw new UnusableContinuationException(
          "what " + step.target() + " went on with does not follow the words that were sent last");
    }
  }

  private void pass(ChatEvent event) {
    if (!operation.begun()) {
      operation.begin(step, before.plus(AttemptRecorder.started(step, progress)), progress);
    }
    if (!held.isEmpty()) {
      List<ChatEvent> marks = List.copyOf(held);
      held.clear();
      marks.forEach(mark -> operation.pass(mark, progress));
    }
    operation.pass(event, progress);
  }

  @Override
  public void burst(boolean goesOn) {
    operation.burst(goesOn, progress);
  }

  @Override
  public void end() {
    burst(false);
  }

  @Override
  public void cut() {
    boolean counted = !progress.usage().equals(Usage.NONE); // The service has got to say it.
    if (count.any() && !counted) {
      Usage estimate = operation.estimate(step, count);
      progress.estimated(estimate);
      operation.use(estimate, true);
    }
    burst(false);
  }
}
