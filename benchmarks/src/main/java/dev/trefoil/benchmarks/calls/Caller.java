// A side of a comparison, ready to call.
package dev.trefoil.benchmarks.calls;

/** Makes one call again and again. */
@FunctionalInterface
public interface Caller {
  /**
   * Calls once, and passes over all of the answer.
   *
   * @return how much came, in a unit of the caller's own: above 0
   * @throws Exception when there was no whole answer
   */
  int call() throws Exception;
}
