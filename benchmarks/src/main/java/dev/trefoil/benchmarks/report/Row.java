// One line of the table.
package dev.trefoil.benchmarks.report;

import java.util.Optional;

/**
 * A figure, beside the one that it is compared with.
 *
 * @param measure what was measured
 * @param unit of both figures
 * @param comparedWith what was measured in the same run under the same conditions; empty for
 *     nothing
 * @param theirs its figure
 */
public record Row(
    String measure,
    String unit,
    Sample ours,
    String comparedWith,
    Optional<Sample> theirs,
    Goal goal) {

  /** A figure that is compared with another. */
  public static Row compared(
      String measure, String unit, Sample ours, String comparedWith, Sample theirs, Goal goal) {
    return new Row(measure, unit, ours, comparedWith, Optional.of(theirs), goal);
  }

  /** A figure by itself. */
  public static Row alone(String measure, String unit, Sample ours, Goal goal) {
    return new Row(measure, unit, ours, "", Optional.empty(), goal);
  }

  /** How the medians relate, in the goal's terms; empty for a figure by itself. */
  public String relation() {
    if (theirs.isEmpty()) {
      return "";
    }
    double their = theirs.get().median();
    if (goal instanceof Goal.AtMostMore) {
      double more = ours.median() - their;
      return (more < 0 ? "−" : "+") + Sample.number(Math.abs(more));
    }
    return Sample.number(ours.median() / their) + " ×";
  }

  /** Whether the medians meet the goal; empty where there is none. */
  public Optional<Boolean> met() {
    double our = ours.median();
    double their = theirs.map(Sample::median).orElse(Double.NaN);
    return switch (goal) {
      case Goal.AtMostTimes times -> Optional.of(our <= times.factor() * their);
      case Goal.AtLeastTimes times -> Optional.of(our >= times.factor() * their);
      case Goal.AtMostMore more -> Optional.of(our - their <= more.difference());
      case Goal.AtMost limit -> Optional.of(our <= limit.limit());
      case Goal.None none -> Optional.empty();
    };
  }
}
