package dev.trefoil.health;

import dev.trefoil.policy.Target;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Tells the other processes of the fleet which targets fail, and this one what they have found. It
 * never fails a call. Used by many threads at once.
 */
public interface Board {
  /** Each process learns for itself. */
  Board NONE =
      new Board() {
        @Override
        public void beforeCall() {}

        @Override
        public void afterCall(List<? extends Sighting> sightings) {}

        @Override
        public void read(Duration atMost) {}

        @Override
        public Set<Target> listed() {
          return Set.of();
        }
      };

  /**
   * A call begins. Only the first one of a process waits, a moment, until what the others have
   * found is known; later, what is new on the board is for the calls after it.
   */
  void beforeCall();

  /**
   * A call has ended. Where it has shown something that the others do not know, which is seldom,
   * this waits a moment until they can: many functions stand still as soon as they have answered.
   *
   * @param sightings what its attempts have shown, in the order in which they ended
   */
  void afterCall(List<? extends Sighting> sightings);

  /**
   * A conversation whose prompt is kept has gone to another target than others expect. They learn
   * of it some time later; nobody waits.
   *
   * @param prefix by which the conversation is known again
   * @param lifetime how long the prompt is kept if it is not asked for again
   */
  default void held(String prefix, Target target, Duration lifetime) {}

  /** Waits, no longer than {@code atMost}, until this process knows what the others have found. */
  void read(Duration atMost);

  /** The targets that some process has found failing, and none has had an answer from since. */
  Set<Target> listed();
}
