package dev.trefoil.attempt;

import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The machine's time, with one thread for all attempts. Nearly every alarm is taken back long
 * before it is due, so the thread is woken only by one that is due before all that it waits for,
 * and not by one that is taken back: a scheduled executor's is woken by each call.
 */
final class WatchTimer implements Timer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition sooner = lock.newCondition();
  private final TreeSet<Alarm> alarms = new TreeSet<>();
  private boolean started;

  /** Whether the thread is to wake by itself, at {@link #until}. */
  private boolean waits;

  private long until;
  private long made;
  private long wakes;

  /** What is to be done at a time, by {@link System#nanoTime}. */
  private final class Alarm extends FutureTask<Void> implements Comparable<Alarm> {
    private final long at;
    private final long number;

    Alarm(long at, long number, Runnable action) {
      super(action, null);
      this.at = at;
      this.number = number;
    }

    @Override
    public int compareTo(Alarm other) {
      long later = at - other.at; // Of nanoTime, which may overflow.
      return later == 0 ? Long.compare(number, other.number) : Long.signum(later);
    }

    @Override
    public boolean cancel(boolean interrupt) {
      boolean cancelled = super.cancel(false);
      lock.lock();
      try {
        alarms.remove(this);
      } finally {
        lock.unlock();
      }
      return cancelled;
    }
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  public Future<?> after(Duration time, Runnable action) {
    lock.lock();
    try {
      Alarm alarm = new Alarm(nanos() + Math.max(0, time.toNanos()), made++, action);
      alarms.add(alarm);
      if (!started) {
        started = true;
        Thread.ofPlatform().daemon().name("trefoil-watch").start(this::watch);
      }
      if (!waits || alarm.at - until < 0) {
        sooner.signal();
      }
      return alarm;
    } finally {
      lock.unlock();
    }
  }

  /** How often the thread has been woken, by itself or by an alarm. */
  long wakes() {
    lock.lock();
    try {
      return wakes;
    } finally {
      lock.unlock();
    }
  }

  private void watch() {
    while (true) {
      next().run();
    }
  }

  /** The next alarm, once it is due. */
  private Alarm next() {
    lock.lock();
    try {
      while (alarms.isEmpty() || alarms.first().at - nanos() > 0) {
        waits = !alarms.isEmpty();
        if (waits) {
          until = alarms.first().at;
          sooner.awaitNanos(until - nanos());
        } else {
          sooner.await();
        }
        wakes++;
      }
      return alarms.pollFirst();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    } finally {
      lock.unlock();
    }
  }
}
