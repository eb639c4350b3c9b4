// Some calls in a row by one side, and what they cost.
package dev.trefoil.benchmarks.calls;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/**
 * What the calls of a block cost. The JVM counts processor time in steps of 10 ms: a block has to
 * have many calls.
 *
 * @param cpuMillis processor time of the whole process a call, its compiler and collector included
 * @param wallMillis the median call; where only the time was given, the mean
 */
public record CallBlock(double cpuMillis, double wallMillis) {
  private static final int TURNS = 10;

  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Makes so many calls. */
  public static CallBlock of(Caller caller, int calls) throws Exception {
    double[] wall = new double[calls];
    long before = PROCESS.getProcessCpuTime();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      caller.call();
      wall[i] = (System.nanoTime() - start) / 1e6;
    }
    double cpu = (PROCESS.getProcessCpuTime() - before) / 1e6 / calls;
    Arrays.sort(wall);
    return new CallBlock(cpu, wall[calls / 2]);
  }

  /** Calls for so long, at least once. */
  public static CallBlock lasting(Caller caller, Duration time) throws Exception {
    long before = PROCESS.getProcessCpuTime();
    long start = System.nanoTime();
    int calls = 0;
    do {
      caller.call();
      calls++;
    } while (System.nanoTime() - start < time.toNanos());
    double wall = (System.nanoTime() - start) / 1e6 / calls;
    return new CallBlock((PROCESS.getProcessCpuTime() - before) / 1e6 / calls, wall);
  }

  /**
   * Has all sides call in turn, for so long each, so that what runs has been compiled for all of
   * them.
   */
  public static void warmUp(Collection<? extends Caller> callers, Duration time) throws Exception {
    for (int i = 0; i < TURNS; i++) {
      for (Caller caller : callers) {
        lasting(caller, time.dividedBy(TURNS));
      }
    }
  }
}
