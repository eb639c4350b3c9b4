package dev.trefoil.attempt;

import dev.trefoil.provider.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits before a target is asked again. */
@FunctionalInterface
public interface Sleeper {
  /** Real time, cut short when the caller leaves. */
  Sleeper REAL =
      (time, gone) -> {
        CountDownLatch left = new CountDownLatch(1);
        gone.onCancel(left::countDown);
        try {
          left.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt(); // The next attempt ends by it.
        }
      };

  /**
   * Returns after {@code time}, or sooner once {@code gone} is cancelled or the thread interrupted.
   */
  void pause(Duration time, Cancellation gone);
}
