// What rules of guardrails cost a KB of text.
package dev.trefoil.benchmarks.guardrails;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.guardrail.RulesCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs them in this process, warm. */
public final class Rules implements Measure {
  @Override
  public String name() {
    return "guardrails";
  }

  @Override
  public void run(BenchmarkContext context, Results results) {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("rules", "in 16 KB", "µs of CPU a KB"));
    for (RulesCost.Line line : RulesCost.measure()) {
      table.add(
          List.of(
              line.rules().replace("|", "\\|"),
              line.text(),
              String.format(Locale.ROOT, "%.1f", line.micros())));
    }
    results.table("Rules of guardrails, warm: the least of seven rounds; at most 50", table);
  }
}
