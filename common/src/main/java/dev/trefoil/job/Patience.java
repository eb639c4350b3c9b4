package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.time.Instant;

/** Repeats a write that a store refused for a moment: what it writes has been paid for. */
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What the last write has. */
  private static final Duration LEAST = Duration.ofSeconds(2);

  private Patience() {}

  /** A write. */
  @FunctionalInterface
  interface Write<T> {
    T by(Deadline deadline) throws StoreException;
  }

  /**
   * Writes until it succeeds, the time is over or the thread is interrupted; after a failure that
   * was none, the write finds a changed version and says so.
   *
   * @throws StoreException the last failure
   */
  static <T> T until(Instant end, Jobs jobs, Write<T> write) throws StoreException {
    while (true) {
      try {
        return write.by(Deadline.after(longest(Duration.between(jobs.now(), end))));
      } catch (StoreException e) {
        if (!jobs.now().plus(PAUSE).isBefore(end) || !hasSlept()) {
          throw e;
        }
      }
    }
  }

  /** Where the time is over, one more write is tried. */
  private static Duration longest(Duration left) {
    return left.compareTo(LEAST) > 0 ? left : LEAST;
  }

  /** Whether the thread may go on. */
  private static boolean hasSlept() {
    try {
      Thread.sleep(PAUSE);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
