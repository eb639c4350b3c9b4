package dev.trefoil.fallback;

import dev.trefoil.attempt.AnswerRejectedException;
import dev.trefoil.attempt.AnswerSink;
import dev.trefoil.attempt.AttemptProgress;
import dev.trefoil.attempt.AttemptRecorder;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.ChoiceFinished;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.routing.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps an attempt's events until the answer is whole, and passes them on if it will do. */
final class BufferingSink implements AnswerSink {
  private final ChatOperation operation;
  private final Step step;
  private final Trail before;
  private final AttemptProgress progress;
  private final List<ChatEvent> events = new ArrayList<>();
  private final AnswerCount count = new AnswerCount();

  BufferingSink(ChatOperation operation, Step step, Trail before, AttemptProgress progress) {
    this.operation = operation;
    this.step = step;
    this.before = before;
    this.progress = progress;
  }

  @Override
  public void take(ChatEvent event) {
    count.add(event);
    if (event instanceof Finished end) {
      events.add(operation.counted(end, step, count, progress));
    } else {
      events.add(event);
      if (!(event instanceof ChoiceFinished)) {
        progress.content(event);
      }
    }
  }

  @Override
  public void end() throws AnswerRejectedException {
    boolean calls = events.stream().anyMatch(ToolCallStarted.class::isInstance);
    Optional<String> objection = calls ? Optional.empty() : operation.judge(text(), progress);
    if (objection.isPresent()) {
      operation.reject(this);
      throw new AnswerRejectedException(objection.get());
    }
    deliver();
  }

  /** Passes the whole answer on. */
  void deliver() {
    operation.begin(step, before.plus(AttemptRecorder.started(step, progress)), progress);
    operation.use(progress.usage(), progress.isEstimated());
    events.forEach(event -> operation.pass(event, progress));
  }

  @Override
  public void cut() {
    // Nobody has seen any of it; the next target begins anew.
  }

  private String text() {
    return events.stream()
        .filter(event -> event instanceof TextDelta delta && delta.choice() == 0)
        .map(event -> ((TextDelta) event).text())
        .collect(Collectors.joining());
  }
}
