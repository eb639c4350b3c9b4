package dev.trefoil.attempt;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time by which attempts are watched. */
public interface Timer {
  /** The machine's; one thread for all attempts, which must not be made to wait. */
  Timer REAL =
      new Timer() {
        private final ScheduledThreadPoolExecutor thread = thread();

        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Future<?> after(Duration time, Runnable action) {
          return thread.schedule(action, Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
        }
      };

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Runs {@code action} when {@code time} has passed, unless it is cancelled before. */
  Future<?> after(Duration time, Runnable action);

  private static ScheduledThreadPoolExecutor thread() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("trefoil-watch").factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
