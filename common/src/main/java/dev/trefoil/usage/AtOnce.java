package dev.trefoil.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks a store for several things at once, so that together they take little longer than one. */
final class AtOnce {
  private AtOnce() {}

  /**
   * Runs all, the first on this thread, and waits for all.
   *
   * @return what has become of each, in order: none is interrupted when another fails
   */
  static <T> List<FutureTask<T>> run(List<Callable<T>> works) {
    List<FutureTask<T>> tasks = new ArrayList<>(works.size());
    for (Callable<T> work : works) {
      FutureTask<T> task = new FutureTask<>(work);
      if (!tasks.isEmpty()) {
        Thread.ofVirtual().name("trefoil-budgets").start(task);
      }
      tasks.add(task);
    }
    if (!tasks.isEmpty()) {
      tasks.getFirst().run();
    }
    tasks.forEach(AtOnce::await);
    return tasks;
  }

  /** Until it is done: each is bounded by its own deadline. */
  private static void await(FutureTask<?> task) {
    boolean interrupted = false;
    while (!task.isDone()) {
      try {
        var unused = task.get();
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        break; // Told to whoever asks for its result.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
