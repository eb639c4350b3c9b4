package dev.trefoil.gateway;

import dev.trefoil.chat.Deadline;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells a slow consumer on a thread of its own, one event at a time and in order. What does not fit
 * into its queue is dropped and counted, so that no call waits for it. There is a thread only while
 * there is something to tell.
 */
public final class QueuedConsumer implements CallEventConsumer {
  private static final System.Logger LOG = System.getLogger(QueuedConsumer.class.getName());

  private final CallEventConsumer consumer;
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition progress = lock.newCondition();
  private final Queue<CallEvent> waiting = new ArrayDeque<>();
  private boolean running;
  private long queued;
  private long delivered;
  private long dropped;
  private long failed;

  /**
   * @param capacity how many events may wait
   */
  public QueuedConsumer(CallEventConsumer consumer, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a queue without room");
    }
    this.consumer = consumer;
    this.capacity = capacity;
  }

  @Override
  public void accept(CallEvent event) {
    lock.lock();
    try {
      if (waiting.size() == capacity) {
        dropped++;
        warn("dropped", dropped);
        return;
      }
      waiting.add(event);
      queued++;
      if (!running) {
        Thread.ofVirtual().name("trefoil-events").start(this::run);
        running = true;
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      CallEvent next;
      lock.lock();
      try {
        next = waiting.poll();
        if (next == null) {
          running = false;
          return;
        }
      } finally {
        lock.unlock();
      }
      boolean fails = fails(next);
      lock.lock();
      try {
        delivered++;
        if (fails) {
          failed++;
        }
        progress.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean fails(CallEvent event) {
    try {
      consumer.accept(event);
      return false;
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, consumer + " has lost an event of call " + event.call().requestId(), e);
      return true;
    }
  }

  /** As often as the count doubles: a consumer that is stuck must not fill the log. */
  private void warn(String what, long count) {
    if (Long.bitCount(count) == 1) {
      LOG.log(Level.WARNING, consumer + " is too slow: " + count + " events are " + what);
    }
  }

  @Override
  public boolean readsOnlyEnds() {
    return consumer.readsOnlyEnds();
  }

  @Override
  public boolean readsContents() {
    return consumer.readsContents();
  }

  /** Waits until the consumer was told what waits by now, and has flushed it. */
  @Override
  public boolean flush(Deadline deadline) {
    lock.lock();
    try {
      long all = queued;
      while (delivered < all) {
        long left = deadline.remaining().toNanos();
        if (left <= 0) {
          return false;
        }
        // What is left is asked of the deadline anew: it may be another clock's.
        var unused = progress.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
    return consumer.flush(deadline);
  }

  /** How many events were never told, for want of room. */
  public long dropped() {
    lock.lock();
    try {
      return dropped;
    } finally {
      lock.unlock();
    }
  }

  /** How many events the consumer failed with. */
  public long failed() {
    lock.lock();
    try {
      return failed;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return consumer.toString();
  }
}
