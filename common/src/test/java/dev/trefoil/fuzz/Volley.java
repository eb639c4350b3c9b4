package dev.trefoil.fuzz;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** Many cases at once, by their numbers. {@code -Dtrefoil.fuzz.seed=N} draws others. */
final class Volley {
  static final long SEED = Long.getLong("trefoil.fuzz.seed", 20_261_122L);
  private static final int AT_ONCE = 48;

  private Volley() {}

  /**
   * Makes the calls of all cases below {@code cases} that {@code which} is true of, and waits for
   * them.
   */
  static void run(String name, int cases, Tally tally, IntPredicate which, IntConsumer call)
      throws InterruptedException {
    long start = System.nanoTime();
    long startCpu = cpuMillis();
    Semaphore free = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < cases; n++) {
        if (which.test(n)) {
          int number = n;
          free.acquire();
          threads.execute(
              () -> {
                try {
                  call.accept(number);
                } catch (RuntimeException | Error e) {
                  tally.wrong("case " + number + " threw " + e);
                } finally {
                  free.release();
                }
              });
        }
      }
    }
    System.out.printf(
        "fuzz: %s: %d in %d ms, with %d ms of processors%n%s%n",
        name,
        tally.total(),
        (System.nanoTime() - start) / 1_000_000,
        cpuMillis() - startCpu,
        tally);
  }

  /** Tells what a run costs also where others run on the machine. */
  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis();
  }
}
