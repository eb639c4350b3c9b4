package dev.trefoil.local;

import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** Waits for what another process does in its own time; nothing tells a caller when it has. */
public final class Eventually {
  private static final long LONGEST_NANOS = 120_000_000_000L;
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /**
   * Asks until the answer is as wanted, and gives it.
   *
   * @throws AssertionError with the last answer after two minutes
   */
  public static <T> T holds(Callable<T> question, Predicate<T> wanted) throws Exception {
    long end = System.nanoTime() + LONGEST_NANOS;
    while (true) {
      T answer = question.call();
      if (wanted.test(answer)) {
        return answer;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("after two minutes still: " + answer);
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
