package dev.trefoil.fallback;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches one attempt and cancels it when it is silent for too long. It costs one timer an attempt,
 * moved once at the first content and then only when it fires.
 */
final class Watch implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Cancellation cancellation;
  private final Deadline deadline;
  private final Duration stall;
  private Future<?> timer;
  private Duration limit;
  private long lastSign = System.nanoTime();
  private boolean content;
  private boolean closed;
  private ProviderException expired;

  /**
   * @param silence until the first sign of content
   * @param stall from one sign of content to the next
   */
  Watch(Cancellation cancellation, Deadline deadline, Duration silence, Duration stall) {
    this.cancellation = cancellation;
    this.deadline = deadline;
    this.stall = stall;
    this.limit = silence;
    synchronized (this) {
      schedule(silence);
    }
  }

  /** Content came. */
  synchronized void sign() {
    lastSign = System.nanoTime();
    if (!content) {
      content = true;
      limit = stall;
      timer.cancel(false);
      schedule(stall);
    }
  }

  /** What ended the attempt, where this watch did. */
  synchronized Optional<ProviderException> expired() {
    return Optional.ofNullable(expired);
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel(false);
  }

  private void schedule(Duration delay) {
    Duration left = deadline.remaining();
    Duration sooner = left.compareTo(delay) < 0 ? left : delay;
    timer = TIMER.schedule(this::fire, sooner.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void fire() {
    synchronized (this) {
      if (closed) {
        return;
      }
      Duration left = limit.minusNanos(System.nanoTime() - lastSign);
      if (left.isPositive() && !deadline.isExpired()) {
        schedule(left);
        return;
      }
      expired = new ProviderException(ProviderException.Kind.TIMEOUT, reason());
    }
    cancellation.cancel();
  }

  private String reason() {
    if (deadline.isExpired()) {
      return "the call's deadline passed";
    }
    return (content ? "no further content within " : "no content within ")
        + limit.toMillis()
        + " ms";
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("trefoil-watch").factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
