package dev.trefoil.job;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.Queues;
import dev.trefoil.store.Queues.Received;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps a message from all others while it is worked on: hides it again before it comes back, for
 * as long as it is not released.
 */
final class HiddenMessage implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HiddenMessage.class.getName());

  /** How many times in the while that it is hidden for. */
  private static final int SHARE = 3;

  private final Queues queues;
  private final Duration hidden;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Received message;
  private boolean released;

  /**
   * @param hidden for how long it is hidden at a time, the first time by whoever received it
   */
  HiddenMessage(Queues queues, Received message, Duration hidden) {
    this.queues = queues;
    this.message = message;
    this.hidden = hidden;
    Thread.startVirtualThread(this::keep);
  }

  /** Gives the message with its last receipt, which nobody changes any more. */
  Received release() {
    lock.lock();
    try {
      released = true;
      changed.signal();
      return message;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    var unused = release();
  }

  private void keep() {
    Duration every = hidden.dividedBy(SHARE);
    lock.lock();
    try {
      while (!released) {
        if (!changed.await(every.toMillis(), TimeUnit.MILLISECONDS) && !released) {
          extend(every);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Whoever releases it waits for this: of two receipts only the last is good. */
  private void extend(Duration atMost) {
    try {
      message = queues.extend(message, hidden, Deadline.after(atMost));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "message " + message.id() + " may be delivered to another worker: " + e.getMessage());
    }
  }
}
