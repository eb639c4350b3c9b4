// Lambda's scheduler: one invocation at a time in a process, more processes under load, then a
// queue.
package dev.trefoil.local.aws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** Hands invocations to processes, and has new ones started while there is work for them. */
final class LambdaPool {

  /** Starts one more process, which will {@link #take} or be {@link #gone}. Must not block. */
  @FunctionalInterface
  interface Starter {
    void start();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Invocation> waiting = new ArrayDeque<>();
  private final Map<Object, Invocation> running = new HashMap<>();
  private final int maxProcesses;
  private final Starter starter;
  private int processes;
  // Processes that wait for work or will ask for it soon, since they have just been started.
  private int takers;
  private boolean closed;

  LambdaPool(int maxProcesses, Starter starter) {
    this.maxProcesses = maxProcesses;
    this.starter = starter;
  }

  /** Puts an invocation in line. */
  void submit(Invocation invocation) {
    lock.lock();
    try {
      waiting.addLast(invocation);
      changed.signal();
      grow();
    } finally {
      lock.unlock();
    }
  }

  /** Takes an invocation out of the line; false when a process has it already. */
  boolean withdraw(Invocation invocation) {
    lock.lock();
    try {
      return waiting.remove(invocation);
    } finally {
      lock.unlock();
    }
  }

  /** Has a process started although nothing waits for it. */
  void warm() {
    lock.lock();
    try {
      startOne();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the next invocation; nothing when the process or the pool has come to its end. */
  Optional<Invocation> take(Object process, BooleanSupplier alive) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed && alive.getAsBoolean()) {
        changed.await();
      }
      if (closed || !alive.getAsBoolean()) {
        changed.signal();
        return Optional.empty();
      }
      takers--;
      Invocation taken = waiting.removeFirst();
      running.put(process, taken);
      return Optional.of(taken);
    } finally {
      lock.unlock();
    }
  }

  /** What the process is working on. */
  Optional<Invocation> running(Object process) {
    lock.lock();
    try {
      return Optional.ofNullable(running.get(process));
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a process is done with what it was working on, and gives that. */
  Optional<Invocation> finish(Object process) {
    lock.lock();
    try {
      Optional<Invocation> finished = Optional.ofNullable(running.remove(process));
      takers += finished.isPresent() ? 1 : 0;
      return finished;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a process has ended, or could not be started.
   *
   * @param everReady whether it ever asked for work
   * @return what fails with it: the invocation that it was working on, or, when it ended before it
   *     asked for any and no other process is there, the first in line
   */
  Optional<Invocation> gone(Object process, boolean everReady) {
    lock.lock();
    try {
      processes--;
      Optional<Invocation> victim = Optional.ofNullable(running.remove(process));
      if (victim.isEmpty()) {
        takers--;
      }
      if (!everReady && processes == 0) {
        victim = Optional.ofNullable(waiting.pollFirst());
      }
      changed.signalAll();
      grow();
      return victim;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody wait any longer. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void grow() {
    while (waiting.size() > takers && processes < maxProcesses && !closed) {
      startOne();
    }
  }

  private void startOne() {
    processes++;
    takers++;
    starter.start();
  }
}
