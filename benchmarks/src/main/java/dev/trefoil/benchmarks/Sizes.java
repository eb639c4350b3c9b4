// How large the archives are.
package dev.trefoil.benchmarks;

import dev.trefoil.benchmarks.report.Goal;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.benchmarks.report.Row;
import dev.trefoil.benchmarks.report.Sample;
import java.io.IOException;

/** The archives as {@code ./trefoil package} writes them, for this machine's processor. */
final class Sizes implements Measure {
  private static final double MEGABYTE = 1e6;

  @Override
  public String name() {
    return "archives";
  }

  @Override
  public void run(BenchmarkContext context, Results results) throws IOException {
    for (var written : Built.in(context).written()) {
      results.add(
          Row.alone(
              "archive " + written.file().getFileName(),
              "MB",
              Sample.of(written.bytes() / MEGABYTE),
              new Goal.AtMost(26)));
    }
  }
}
