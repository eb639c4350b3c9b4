package dev.trefoil.door.responses;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.Answered;
import java.util.ArrayList;
import java.util.List;

/**
 * A thread in few words, and what it took to have it.
 *
 * @param start how the last answer to it began
 * @param estimated whether any of {@code usage} is our own count
 */
record Summary(
    String text, AnswerStart start, List<Attempt> attempts, Usage usage, boolean estimated) {
  Summary {
    attempts = List.copyOf(attempts);
  }

  /** The same, made after these attempts. */
  Summary after(Trail trail) {
    return new Summary(text, start, both(trail.attempts(), attempts), usage, estimated);
  }

  /** A trail with the summary's attempts before its own. */
  Trail before(Trail trail) {
    return new Trail(both(attempts, trail.attempts()));
  }

  private static List<Attempt> both(List<Attempt> first, List<Attempt> then) {
    List<Attempt> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  /** What an answer took that needed it. */
  Answered before(Answered answer) {
    return new Answered(
        before(answer.trail()),
        answer.usage().plus(usage),
        answer.estimated() || estimated,
        answer.gatePassed(),
        answer.schema(),
        answer.findings());
  }
}
