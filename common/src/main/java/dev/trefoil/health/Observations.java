package dev.trefoil.health;

import dev.trefoil.policy.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What earlier calls have shown of targets, as far as their order depends on it. */
public interface Observations {
  /** Nothing has been seen yet. */
  Observations NONE =
      new Observations() {
        @Override
        public OptionalDouble firstTokenMillis(Target target) {
          return OptionalDouble.empty();
        }

        @Override
        public double tokensPerEstimate(String family) {
          return 1;
        }
      };

  /** A moving average of a target's milliseconds to its first content; empty before the first. */
  OptionalDouble firstTokenMillis(Target target);

  /**
   * By how much a family's prompts have lately had more tokens than they were estimated to have;
   * above 0, and 1 while nothing is known.
   */
  double tokensPerEstimate(String family);

  /**
   * The target that has lately answered a conversation, and may have kept its prompt.
   *
   * @param prefix by which the conversation is known again
   */
  default Optional<Target> holder(String prefix) {
    return Optional.empty();
  }

  /**
   * Whether what was bought of a target beforehand has room for a call.
   *
   * @param more tokens that it is likely to take
   * @param limit how many a minute may take
   */
  default boolean hasRoom(Target target, long more, long limit) {
    return true;
  }

  /** How well a target's answers have passed in a route, and what they took. */
  default Worth worth(String route, Target target) {
    return Worth.NONE;
  }

  /** What a target's service has lately refused though others may take it. */
  default List<LearnedLimit> limits(Target target) {
    return List.of();
  }
}
