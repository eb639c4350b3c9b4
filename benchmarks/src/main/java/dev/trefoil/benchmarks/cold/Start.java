// One way of coming from nothing to a first answer.
package dev.trefoil.benchmarks.cold;

import java.io.IOException;

/** Starts a process, has it answer once, and ends it. */
public interface Start {
  /** As progress names it. */
  String name();

  /**
   * @throws IOException when it does not answer as it should
   */
  StartTime once() throws IOException, InterruptedException;

  /**
   * What it took.
   *
   * @param wallMillis from before the process was made until its answer was there
   * @param cpuMillis of the process until then
   */
  record StartTime(double wallMillis, double cpuMillis) {}
}
