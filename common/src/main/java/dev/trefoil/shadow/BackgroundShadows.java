package dev.trefoil.shadow;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.gateway.ShadowRunner;
import dev.trefoil.gateway.Shadows;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends copies at once, beside all else: for a process that goes on after an answer. Of too many at
 * a time the latest are not sent.
 */
public final class BackgroundShadows implements Shadows {
  /** How many calls' copies are under way at a time. */
  public static final int AT_ONCE = 4;

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final System.Logger LOG = System.getLogger(BackgroundShadows.class.getName());

  private final ShadowRunner runner;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final AtomicLong dropped = new AtomicLong();

  public BackgroundShadows(ShadowRunner runner) {
    this.runner = runner;
  }

  @Override
  public void offer(ShadowCopy copy) {
    if (!room.tryAcquire()) {
      drop();
      return;
    }
    try {
      Thread.ofVirtual().name("trefoil-shadow").start(() -> run(copy));
    } catch (RuntimeException | Error e) {
      room.release();
      LOG.log(Level.WARNING, "a copy of call " + copy.requestId() + " is not sent: " + e);
    }
  }

  private void run(ShadowCopy copy) {
    try {
      runner.run(copy, Deadline.after(LONGEST));
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the copy of call " + copy.requestId() + " failed unexpectedly", e);
    } finally {
      room.release();
    }
  }

  /** Said as often as the count doubles. */
  private void drop() {
    long count = dropped.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.log(Level.INFO, "copies of " + count + " calls were not sent: too many at a time");
    }
  }

  /** How many calls' copies were not sent, for want of room. */
  public long dropped() {
    return dropped.get();
  }
}
