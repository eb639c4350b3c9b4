package dev.trefoil.job;

import dev.trefoil.chat.Deadline;

/** What comes by the jobs' queue and is no job. Used by many threads at once. */
@FunctionalInterface
public interface OtherMessages {
  /** There is nothing but jobs. */
  OtherMessages NONE = (body, deadline) -> false;

  /**
   * Does what a message says, if it is one of these. It does not come back, however that ends.
   *
   * @return whether it is
   */
  boolean take(String body, Deadline deadline);
}
