package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException;
import java.util.Optional;

/** One kind of those who are told that a job has ended. */
interface CallbackTarget {
  /**
   * What is wrong with a token, in words that do not repeat it; empty where it is as it must be.
   */
  Optional<String> wrong(Optional<String> token);

  /**
   * Tells it, or learns that nobody waits any more, which is logged.
   *
   * @param token as {@link #wrong} has let it pass
   * @throws StoreException when it may be told a moment later
   */
  void tell(Job job, Optional<String> token, Deadline deadline) throws StoreException;
}
