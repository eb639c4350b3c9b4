package dev.trefoil.attempt;

import dev.trefoil.policy.Target;

/**
 * Hears of the attempts of one call as they are made, on the thread that makes the call. Never
 * throws.
 */
public interface AttemptListener {
  /** Hears nothing. */
  AttemptListener NONE =
      new AttemptListener() {
        @Override
        public void begun(int number, Target target) {}

        @Override
        public void ended(int number, Attempt attempt) {}
      };

  /**
   * A target is about to be asked.
   *
   * @param number from 1 in the order in which a call's attempts begin, of which two may be under
   *     way at a time
   */
  void begun(int number, Target target);

  /**
   * An attempt has ended, and the trail has it next. One that the loop itself gave up by a fault of
   * ours ends with its call alone.
   *
   * @param number what {@link #begun} was told
   */
  void ended(int number, Attempt attempt);
}
