package dev.trefoil.job;

import java.time.Duration;
import java.time.Instant;

/** Repeats a write that a store refused for a moment: what it writes has been paid for. */
final class Patience {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Patience() {}

  /** A write. */
  @FunctionalInterface
  interface Write<T> {
    T now() throws StoreException;
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
        return write.now();
      } catch (StoreException e) {
        if (!jobs.now().plus(PAUSE).isBefore(end) || !hasSlept()) {
          throw e;
        }
      }
    }
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
