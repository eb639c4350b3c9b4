// Works a failure into a stream: which event is late, broken or the last. Pure, so that it can be
// read and tested without a wire.
package dev.trefoil.emulators.service;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Oddity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Turns events into steps. */
public final class Schedule {

  /** How many tokens come before an error within a stream. */
  private static final int ERROR_AFTER = 2;

  private Schedule() {}

  /**
   * The steps that deliver these events under this failure. A stall or cut after more tokens than
   * there are strikes after the last one: an end mark is never sent.
   *
   * @param isToken whether an event carries a token
   */
  public static <E> List<Step<E>> of(
      List<E> events, Predicate<E> isToken, Optional<Failure> failure) {
    int tokens = (int) events.stream().filter(isToken).count();
    int stop =
        switch (failure.orElse(null)) {
          case Failure.Stall stall -> Math.min(stall.afterTokens(), tokens);
          case Failure.Cut cut -> Math.min(cut.afterTokens(), tokens);
          case null, default -> Integer.MAX_VALUE;
        };
    // The second token: a client that skips it has lost something in the middle.
    int broken = failure.orElse(null) instanceof Failure.Malformed ? Math.min(1, tokens - 1) : -1;
    Optional<Oddity> oddity = OddAnswers.of(failure);
    List<Step<E>> steps = new ArrayList<>(events.size() + 1);
    int sent = 0;
    for (int i = 0; i < events.size(); i++) {
      E event = events.get(i);
      boolean token = isToken.test(event);
      boolean last = i == events.size() - 1;
      if (sent == stop && (token || sent == tokens && (tokens > 0 || last))) {
        steps.add(failure.get() instanceof Failure.Cut ? new Step.Cut<>() : new Step.Stall<>());
        return steps;
      }
      if (token && sent == 0 && failure.orElse(null) instanceof Failure.Slow slow) {
        steps.add(new Step.Delay<>(slow.delayMs()));
      }
      if (token && sent == 0 && oddity.equals(Optional.of(Oddity.HEARTBEATS))) {
        steps.add(new Step.Heartbeats<>());
        return steps;
      }
      if (oddity.equals(Optional.of(Oddity.ERROR_IN_STREAM))
          && (sent == ERROR_AFTER && token || last)) {
        steps.add(new Step.Fail<>());
        return steps;
      }
      int place = token ? sent++ : -1;
      steps.add(
          token && place == broken
              ? new Step.SendBroken<>(event, place)
              : new Step.Send<>(event, place));
      if (sent == tokens && token && oddity.equals(Optional.of(Oddity.RUNAWAY))) {
        steps.add(new Step.Endless<>(event));
        return steps;
      }
    }
    if (oddity.equals(Optional.of(Oddity.HELD_OPEN))) {
      steps.add(new Step.Stall<>());
    }
    return steps;
  }
}
