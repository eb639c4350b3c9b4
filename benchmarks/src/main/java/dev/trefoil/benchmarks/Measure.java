// What `trefoil bench` is made of.
package dev.trefoil.benchmarks;

import dev.trefoil.benchmarks.report.Results;
import java.io.IOException;

/** One kind of figure. Measures run one after the other, each on an otherwise idle machine. */
public interface Measure {

  /** By which {@code --only} asks for it. */
  String name();

  /**
   * Measures. What cannot be measured on this machine is said in a note.
   *
   * @throws IOException in a person's words, when a side that is measured does not do its work
   */
  void run(BenchmarkContext context, Results results) throws IOException, InterruptedException;
}
