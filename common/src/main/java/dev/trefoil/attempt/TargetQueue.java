package dev.trefoil.attempt;

import dev.trefoil.chat.Deadline;
import dev.trefoil.health.Breaker;
import dev.trefoil.health.HealthBook;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Whose turn it is. In the plan's order, those last whose breakers are open; when nobody else is
 * left, those that have failed in a way that passes, once their time has come.
 */
public final class TargetQueue {
  private final Deque<QueuedTarget> queue = new ArrayDeque<>();
  private final List<QueuedTarget> waiting = new ArrayList<>();
  private final HealthBook health;
  private final Deadline deadline;

  public TargetQueue(List<Step> steps, HealthBook health, Deadline deadline) {
    steps.forEach(step -> queue.add(new QueuedTarget(step)));
    this.health = health;
    this.deadline = deadline;
  }

  /** The next to be asked; pauses where its time has not come. Empty when no one is left. */
  public Optional<QueuedTarget> next(Sleeper pause, Cancellation gone) {
    deferClosedOff();
    QueuedTarget first = queue.pollFirst();
    if (first == null) {
      Optional<QueuedTarget> last =
          inTime().min(Comparator.comparing(queued -> queued.wait(deadline.remaining())));
      if (last.isEmpty()) {
        return last;
      }
      first = last.get();
      waiting.remove(first);
    }
    Duration wait = first.wait(deadline.remaining());
    if (first.attempts() > 0 && wait.isPositive()) {
      pause.pause(wait, gone);
    }
    first.begin(deadline.remaining(), left());
    return Optional.of(first);
  }

  /** One that may be asked beside the one that was given last; empty where there is none. */
  public Optional<QueuedTarget> beside() {
    deferClosedOff();
    QueuedTarget first = queue.peekFirst();
    if (first == null || first.isDeferred() || first.attempts() > 0) {
      return Optional.empty();
    }
    queue.removeFirst();
    first.begin(deadline.remaining(), left());
    return Optional.of(first);
  }

  /** How many share the time that is left, the one that was given last included. */
  public int left() {
    return queue.size() + 1;
  }

  /** Whether there are others that can be asked at once. */
  public boolean hasOthers() {
    return !queue.isEmpty();
  }

  /** Whether there are others at all, those included that have to be waited for. */
  public boolean hasAny() {
    return hasOthers() || inTime().findAny().isPresent();
  }

  private Stream<QueuedTarget> inTime() {
    return waiting.stream().filter(queued -> !queued.isTooLate());
  }

  /** Asks it again before any other, after a wait. */
  public void again(QueuedTarget queued, Duration wait) {
    queued.waitFor(wait, deadline.remaining());
    queue.addFirst(queued);
  }

  /** Asks it again when no other is left, and not before a wait. */
  public void later(QueuedTarget queued, Duration wait) {
    queued.waitFor(wait, deadline.remaining());
    waiting.add(queued);
  }

  /** Takes out all that do not match. */
  public void keep(Predicate<Step> wanted) {
    queue.removeIf(queued -> !wanted.test(queued.step()));
    waiting.removeIf(queued -> !wanted.test(queued.step()));
  }

  /** Moves those behind whose breakers let nobody through, until one in front is let through. */
  private void deferClosedOff() {
    while (queue.peekFirst() instanceof QueuedTarget first
        && !first.isDeferred()
        && first.attempts() == 0
        && !breaker(first).admits()) {
      first.defer();
      queue.addLast(queue.removeFirst());
    }
  }

  private Breaker breaker(QueuedTarget queued) {
    return health.of(queued.step().target()).breaker();
  }
}
