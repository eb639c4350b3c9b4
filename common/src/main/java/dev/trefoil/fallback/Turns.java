package dev.trefoil.fallback;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.target.Breaker;
import dev.trefoil.target.HealthBook;
import dev.trefoil.target.Step;
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
final class Turns {
  private final Deque<Turn> queue = new ArrayDeque<>();
  private final List<Turn> waiting = new ArrayList<>();
  private final HealthBook health;
  private final Deadline deadline;

  Turns(List<Step> steps, HealthBook health, Deadline deadline) {
    steps.forEach(step -> queue.add(new Turn(step)));
    this.health = health;
    this.deadline = deadline;
  }

  /** The next to be asked; pauses where its time has not come. Empty when no one is left. */
  Optional<Turn> next(Pause pause, Cancellation gone) {
    deferClosedOff();
    Turn first = queue.pollFirst();
    if (first == null) {
      Optional<Turn> last =
          inTime().min(Comparator.comparing(turn -> turn.wait(deadline.remaining())));
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
  Optional<Turn> beside() {
    deferClosedOff();
    Turn first = queue.peekFirst();
    if (first == null || first.isDeferred() || first.attempts() > 0) {
      return Optional.empty();
    }
    queue.removeFirst();
    first.begin(deadline.remaining(), left());
    return Optional.of(first);
  }

  /** How many share the time that is left, the one that was given last included. */
  int left() {
    return queue.size() + 1;
  }

  /** Whether there are others that can be asked at once. */
  boolean hasOthers() {
    return !queue.isEmpty();
  }

  /** Whether there are others at all, those included that have to be waited for. */
  boolean hasAny() {
    return hasOthers() || inTime().findAny().isPresent();
  }

  private Stream<Turn> inTime() {
    return waiting.stream().filter(turn -> !turn.isTooLate());
  }

  /** Asks it again before any other, after a wait. */
  void again(Turn turn, Duration wait) {
    turn.waitFor(wait, deadline.remaining());
    queue.addFirst(turn);
  }

  /** Asks it again when no other is left, and not before a wait. */
  void later(Turn turn, Duration wait) {
    turn.waitFor(wait, deadline.remaining());
    waiting.add(turn);
  }

  /** Takes out all that do not match. */
  void keep(Predicate<Step> wanted) {
    queue.removeIf(turn -> !wanted.test(turn.step()));
    waiting.removeIf(turn -> !wanted.test(turn.step()));
  }

  /** Moves those behind whose breakers let nobody through, until one in front is let through. */
  private void deferClosedOff() {
    while (queue.peekFirst() instanceof Turn first
        && !first.isDeferred()
        && first.attempts() == 0
        && !breaker(first).admits()) {
      first.defer();
      queue.addLast(queue.removeFirst());
    }
  }

  private Breaker breaker(Turn turn) {
    return health.of(turn.step().target()).breaker();
  }
}
