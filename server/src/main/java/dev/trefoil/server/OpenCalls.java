package dev.trefoil.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How many calls are under way, and when none is any more. */
final class OpenCalls {
  private final AtomicInteger open = new AtomicInteger();
  private final CountDownLatch none = new CountDownLatch(1);
  private volatile boolean ending;

  void begin() {
    open.incrementAndGet();
  }

  void end() {
    if (open.decrementAndGet() == 0 && ending) {
      none.countDown();
    }
  }

  int open() {
    return open.get();
  }

  /**
   * Waits until there is none for the first time; used once.
   *
   * @return false when there still are some after so long
   */
  boolean awaitNone(Duration time) throws InterruptedException {
    ending = true;
    return open.get() == 0 || none.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
