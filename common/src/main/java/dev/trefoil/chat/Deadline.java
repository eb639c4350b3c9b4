package dev.trefoil.chat;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The moment by which a call must have been answered. Monotonic: unmoved by changes of the wall
 * clock.
 */
public final class Deadline {
  private final long nanos;
  private final LongSupplier ticker;

  private Deadline(long nanos, LongSupplier ticker) {
    this.nanos = nanos;
    this.ticker = ticker;
  }

  /** The deadline that is {@code time} from now; at once if {@code time} is negative. */
  public static Deadline after(Duration time) {
    return after(time, System::nanoTime);
  }

  /** As {@link #after(Duration)}, by a clock of nanoseconds that a test can move. */
  public static Deadline after(Duration time, LongSupplier ticker) {
    return new Deadline(ticker.getAsLong() + Math.max(0, time.toNanos()), ticker);
  }

  /** What is left; zero once it has passed, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, nanos - ticker.getAsLong()));
  }

  public boolean isExpired() {
    return nanos - ticker.getAsLong() <= 0;
  }

  /** This deadline, or {@code time} from now if that is sooner. */
  public Deadline within(Duration time) {
    Deadline other = after(time, ticker);
    return other.nanos - nanos < 0 ? other : this;
  }

  @Override
  public String toString() {
    return "in " + remaining();
  }
}
