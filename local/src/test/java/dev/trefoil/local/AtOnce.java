package dev.trefoil.local;

import static org.junit.jupiter.api.Assertions.assertAll;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** For tests that mostly wait: all clouds' at the same time. */
final class AtOnce {
  private AtOnce() {}

  /** Fails with all that any of them threw, once all have ended. */
  static <T> void each(List<T> all, ThrowingConsumer<T> test) throws InterruptedException {
    Map<T, Throwable> failed = new ConcurrentHashMap<>();
    List<Thread> running =
        all.stream()
            .map(
                one ->
                    // Of the system's: before Java 24 virtual ones that wait in a lock hold up
                    // others.
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              try {
                                test.accept(one);
                              } catch (Throwable e) {
                                failed.put(one, e);
                              }
                            }))
            .toList();
    for (Thread thread : running) {
      thread.join();
    }
    assertAll(
        failed.entrySet().stream()
            .map(
                one ->
                    (Executable)
                        () -> {
                          throw new AssertionError(
                              "on " + one.getKey() + ": " + one.getValue(), one.getValue());
                        }));
  }
}
