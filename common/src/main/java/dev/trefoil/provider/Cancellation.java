package dev.trefoil.provider;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Ends an attempt from another thread: providers register what frees them, others cancel. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>(2);
  private boolean cancelled;

  /**
   * Runs {@code action} when the attempt is cancelled, at once if it already was. The action must
   * make the provider's blocking call end soon; it may run on any thread, at most once.
   */
  public void onCancel(Runnable action) {
    synchronized (actions) {
      if (!cancelled) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }

  /**
   * Cancels; a second call does nothing. All actions are run, also after one that throws, whose
   * exception is thrown in the end.
   */
  public void cancel() {
    List<Runnable> due;
    synchronized (actions) {
      if (cancelled) {
        return;
      }
      cancelled = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    run(due.iterator());
  }

  private static void run(Iterator<Runnable> due) {
    if (due.hasNext()) {
      try {
        due.next().run();
      } finally {
        run(due);
      }
    }
  }

  public boolean isCancelled() {
    synchronized (actions) {
      return cancelled;
    }
  }
}
