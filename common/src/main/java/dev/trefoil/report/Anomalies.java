package dev.trefoil.report;

import dev.trefoil.report.DailyReport.Anomaly;
import dev.trefoil.report.DailyReport.Dimension;
import dev.trefoil.usage.Counts;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Finds what is unlike the same weekdays before: what is further from their median than three and a
 * half times their usual distance from it, which is 1.4826 times the median of the distances, and
 * never taken to be less than a twentieth of the median and a little.
 */
final class Anomalies {
  /** How many weekdays are looked at. */
  static final int WEEKS = 8;

  /** From how many on anything is said. */
  static final int LEAST = 4;

  /** Of calls, before a share of them says something. */
  private static final long LEAST_CALLS = 20;

  private static final int MOST_NAMES = 1_000;
  private static final double FURTHEST = 3.5;
  private static final double OF_NORMAL = 1.4826;
  private static final double OF_MEDIAN = 0.05;

  private Anomalies() {}

  /**
   * A measure.
   *
   * @param little the least that counts as usual distance
   */
  private record Measure(
      String name, double little, long leastCalls, ToDoubleFunction<Counts> value) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("cost", 0.01, 0, counts -> counts.nanoUsd() / 1e9),
          new Measure("calls", 3, 0, Counts::calls),
          new Measure(
              "failed", 0.02, LEAST_CALLS, counts -> (double) counts.failed() / counts.calls()));

  /**
   * Finds them, the furthest from what is usual first.
   *
   * @param sums of each day that is known
   */
  static List<Anomaly> of(LocalDate day, Map<LocalDate, DaySums> sums) {
    List<DaySums> before = new ArrayList<>();
    for (int week = WEEKS; week >= 1; week--) {
      DaySums earlier = sums.get(day.minusWeeks(week));
      if (earlier != null) {
        before.add(earlier);
      }
    }
    DaySums today = sums.get(day);
    List<Anomaly> found = new ArrayList<>();
    if (today == null || before.size() < LEAST) {
      return found;
    }
    find("all", "all", today.total(), before.stream().map(DaySums::total).toList(), found);
    for (Dimension dimension : List.of(Dimension.TENANT, Dimension.ROUTE, Dimension.TARGET)) {
      TreeSet<String> names = new TreeSet<>(today.of(dimension).keySet());
      before.forEach(earlier -> names.addAll(earlier.of(dimension).keySet()));
      names.stream()
          .limit(MOST_NAMES)
          .forEach(
              name ->
                  find(
                      dimension.toString(),
                      name,
                      today.of(dimension, name),
                      before.stream().map(earlier -> earlier.of(dimension, name)).toList(),
                      found));
    }
    found.sort(
        Comparator.comparingDouble(one -> -Math.abs(one.value() - one.median()) / one.spread()));
    return found;
  }

  private static void find(
      String dimension, String name, Counts today, List<Counts> before, List<Anomaly> found) {
    for (Measure measure : MEASURES) {
      double[] values =
          before.stream()
              .filter(counts -> counts.calls() >= measure.leastCalls())
              .mapToDouble(measure.value())
              .toArray();
      if (values.length >= LEAST && today.calls() >= measure.leastCalls()) {
        double value = measure.value().applyAsDouble(today);
        unusual(value, values, measure.little())
            .map(
                usual ->
                    new Anomaly(
                        dimension,
                        name,
                        measure.name(),
                        value,
                        usual.median(),
                        usual.spread(),
                        values.length))
            .ifPresent(found::add);
      }
    }
  }

  /** What is usual. */
  record Usual(double median, double spread) {}

  /** What is usual, where a value is not. */
  static Optional<Usual> unusual(double value, double[] before, double little) {
    double median = median(before);
    double[] distances = Arrays.stream(before).map(one -> Math.abs(one - median)).toArray();
    double spread = OF_NORMAL * median(distances);
    spread = Math.max(spread, Math.max(OF_MEDIAN * median, little));
    return Math.abs(value - median) > FURTHEST * spread
        ? Optional.of(new Usual(median, spread))
        : Optional.empty();
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
