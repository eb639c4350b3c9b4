package dev.trefoil.fallback;

import dev.trefoil.chat.Deadline;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Watches one attempt and cancels it when it is silent for too long: longer than its target may be,
 * or than leaves the later targets a fair part of the call's time. It costs one timer an attempt,
 * which is moved when it fires, and at the first content only if it would fire too late.
 */
final class Watch implements AutoCloseable {
  private static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Cancellation cancellation;
  private final Deadline deadline;
  private final int targetsLeft;
  private final Duration stall;
  private Duration silence;
  private Future<?> timer;
  private long timerNanos;
  private long lastSign = System.nanoTime();
  private boolean content;
  private boolean closed;
  private Optional<Limit> expired = Optional.empty();
  private Duration waited = Duration.ZERO;

  /**
   * @param silence how long the target may take to its first content
   * @param targetsLeft among how many targets, this one included, the time left is shared
   */
  Watch(
      Cancellation cancellation,
      Deadline deadline,
      Duration silence,
      Duration stall,
      int targetsLeft) {
    this.cancellation = cancellation;
    this.deadline = deadline;
    this.silence = silence;
    this.stall = stall;
    this.targetsLeft = targetsLeft;
    synchronized (this) {
      schedule(atMost());
    }
  }

  /** Content came. */
  synchronized void sign() {
    lastSign = System.nanoTime();
    if (!content && !closed) {
      content = true;
      silence = stall;
      Duration left = atMost();
      if (lastSign + left.toNanos() - timerNanos < 0) {
        timer.cancel(false);
        schedule(left);
      }
    }
  }

  /** Which limit ended the attempt, where this watch did. */
  synchronized Optional<Limit> expired() {
    return expired;
  }

  /** The failure that the limit stands for. */
  synchronized ProviderException failure(Limit limit) {
    String reason =
        limit == Limit.DEADLINE
            ? "the call's deadline passed"
            : (content ? "no further content within " : "no content within ")
                + waited.toMillis()
                + " ms";
    return new ProviderException(Kind.TIMEOUT, reason);
  }

  /**
   * Whether the target had at least half the time that it may take, so that its silence says
   * something of it and not only of a caller in a hurry.
   */
  synchronized boolean wasPatient() {
    return waited.multipliedBy(2).compareTo(silence) >= 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel(false);
  }

  /** The silence that is borne from the last sign on: the target's own limit, or its share. */
  private Duration atMost() {
    Duration share = share();
    return share.compareTo(silence) < 0 ? share : silence;
  }

  private Duration share() {
    return deadline.remaining().plusNanos(System.nanoTime() - lastSign).dividedBy(targetsLeft);
  }

  private void schedule(Duration delay) {
    timerNanos = System.nanoTime() + delay.toNanos();
    timer = TIMER.schedule(this::fire, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
  }

  private void fire() {
    synchronized (this) {
      if (closed) {
        return;
      }
      Duration silent = Duration.ofNanos(System.nanoTime() - lastSign);
      Duration left = atMost().minus(silent);
      if (left.isPositive() && !deadline.isExpired()) {
        schedule(left);
        return;
      }
      waited = silent;
      expired = Optional.of(limit(silent));
    }
    cancellation.cancel();
  }

  private Limit limit(Duration silent) {
    if (deadline.isExpired()) {
      return Limit.DEADLINE;
    }
    if (silent.compareTo(silence) < 0) {
      return Limit.SHARE;
    }
    return content ? Limit.STALL : Limit.FIRST_TOKEN;
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("trefoil-watch").factory());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }
}
