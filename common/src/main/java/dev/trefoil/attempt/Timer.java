package dev.trefoil.attempt;

import java.time.Duration;
import java.util.concurrent.Future;

/** The time by which attempts are watched. */
public interface Timer {
  /** The machine's; one thread for all attempts, which must not be made to wait. */
  Timer REAL = new WatchTimer();

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Runs {@code action} when {@code time} has passed, unless it is cancelled before. */
  Future<?> after(Duration time, Runnable action);
}
