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
 * @param pairs both figures pair by pair, where they were measured so: goals then hold for the 95 %
 *     bound of their relation
 */
public record Row(
    String measure,
    String unit,
    Sample ours,
    String comparedWith,
    Optional<Sample> theirs,
    Optional<Pairs> pairs,
    Goal goal) {

  /** A figure that is compared with another. */
  public static Row compared(
      String measure, String unit, Sample ours, String comparedWith, Sample theirs, Goal goal) {
    return new Row(measure, unit, ours, comparedWith, Optional.of(theirs), Optional.empty(), goal);
  }

  /** A figure that is compared with another, pair by pair. */
  public static Row paired(
      String measure, String unit, Pairs pairs, String comparedWith, Goal goal) {
    return new Row(
        measure,
        unit,
        pairs.ours(),
        comparedWith,
        Optional.of(pairs.theirs()),
        Optional.of(pairs),
        goal);
  }

  /** A figure by itself. */
  public static Row alone(String measure, String unit, Sample ours, Goal goal) {
    return new Row(measure, unit, ours, "", Optional.empty(), Optional.empty(), goal);
  }

  /** How the medians relate, in the goal's terms; empty for a figure by itself. */
  public String relation() {
    if (theirs.isEmpty()) {
      return "";
    }
    if (pairs.isPresent()) {
      return pairs.get().toString();
    }
    double their = theirs.get().median();
    if (goal instanceof Goal.AtMostMore) {
      double more = ours.median() - their;
      return (more < 0 ? "−" : "+") + Sample.number(Math.abs(more));
    }
    return Sample.number(ours.median() / their) + " ×";
  }

  /** Whether the medians, or the bounds of pairs, meet the goal; empty where there is none. */
  public Optional<Boolean> met() {
    double our = ours.median();
    double their = theirs.map(Sample::median).orElse(Double.NaN);
    return switch (goal) {
      case Goal.AtMostTimes times ->
          Optional.of(pairs.map(Pairs::upper).orElse(our / their) <= times.factor());
      case Goal.AtLeastTimes times ->
          Optional.of(pairs.map(Pairs::lower).orElse(our / their) >= times.factor());
      case Goal.AtMostMore more -> Optional.of(our - their <= more.difference());
      case Goal.AtMost limit -> Optional.of(our <= limit.limit());
      case Goal.None none -> Optional.empty();
    };
  }
}
