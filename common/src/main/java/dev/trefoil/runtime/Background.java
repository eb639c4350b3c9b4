package dev.trefoil.runtime;

import java.lang.System.Logger.Level;

/** Threads for what has to be done once, beside what a process is there for. */
final class Background {
  private static final System.Logger LOG = System.getLogger(Background.class.getName());

  private Background() {}

  /**
   * Runs {@code work} on a thread of its own, which does not keep the process from ending. What it
   * throws is logged: whoever needs what it was to make finds out for itself.
   */
  static void run(String name, int priority, Runnable work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .priority(priority)
            .unstarted(() -> logged(name, work));
    // Functions are loaded by loaders of their own, which a thread of a platform's need not know.
    thread.setContextClassLoader(Background.class.getClassLoader());
    thread.start();
  }

  private static void logged(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "the thread " + name + " failed", e);
    }
  }
}
