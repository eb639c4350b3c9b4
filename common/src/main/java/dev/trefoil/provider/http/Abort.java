package dev.trefoil.provider.http;

import java.io.Closeable;
import java.io.IOException;

/**
 * Ends what a thread waits for from any other thread, whatever that is at the moment: the look-up
 * of a name, a connection that comes about, an answer.
 */
final class Abort implements Runnable {
  private Closeable awaited = () -> {};
  private boolean ended;

  /**
   * Says what is waited for from now on.
   *
   * @throws IOException when it was to end before; {@code next} is closed then
   */
  void awaiting(Closeable next) throws IOException {
    synchronized (this) {
      if (!ended) {
        awaited = next;
        return;
      }
    }
    next.close();
    throw new IOException("closed");
  }

  /**
   * Nothing is waited for any more.
   *
   * @return whether it has not been ended before
   */
  synchronized boolean done() {
    boolean intact = !ended;
    ended = true;
    return intact;
  }

  /** Ends it, once; does not wait. */
  @Override
  public void run() {
    if (done()) {
      try {
        awaited().close();
      } catch (IOException e) {
        // It is closed as far as it can be.
      }
    }
  }

  private synchronized Closeable awaited() {
    return awaited;
  }
}
