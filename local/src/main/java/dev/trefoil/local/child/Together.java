// Ending many things takes as long as ending the slowest one.
package dev.trefoil.local.child;

import java.util.Collection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Closes things at the same time. */
public final class Together {
  private Together() {}

  /** Returns when all are closed; what cannot be is said on standard error. */
  public static void close(Collection<? extends AutoCloseable> parts) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      parts.forEach(part -> threads.execute(() -> close(part)));
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println("could not be ended: " + part + ": " + e);
    }
  }
}
