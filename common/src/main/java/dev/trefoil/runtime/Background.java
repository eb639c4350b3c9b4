package dev.trefoil.runtime;

/** Threads for what has to be done once, beside what a process is there for. */
final class Background {
  private Background() {}

  /** Runs {@code work} on a thread of its own, which does not keep the process from ending. */
  static void run(String name, int priority, Runnable work) {
    Thread thread = Thread.ofPlatform().daemon().name(name).priority(priority).unstarted(work);
    // Functions are loaded by loaders of their own, which a thread of a platform's need not know.
    thread.setContextClassLoader(Background.class.getClassLoader());
    thread.start();
  }
}
