package dev.trefoil.report;

import dev.trefoil.report.DailyReport.Dimension;
import dev.trefoil.report.DailyReport.Line;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.Row;
import dev.trefoil.usage.UsageRecords.Counted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one day has used, added up by what it is told apart by. */
final class DaySums {
  private final Map<Dimension, Map<String, Counts>> sums = new EnumMap<>(Dimension.class);
  private final Map<RouteTarget, Counts> byRoute = new HashMap<>();
  private Counts total = Counts.NONE;

  /** A target as a route asks it. */
  record RouteTarget(String route, String target) {}

  DaySums() {
    for (Dimension dimension : Dimension.values()) {
      sums.put(dimension, new HashMap<>());
    }
  }

  void add(Collection<Counted> rows) {
    for (Counted one : rows) {
      total = total.plus(one.counts());
      for (Dimension dimension : Dimension.values()) {
        sums.get(dimension).merge(name(dimension, one.row()), one.counts(), Counts::plus);
      }
      byRoute.merge(
          new RouteTarget(one.row().route(), one.row().target()), one.counts(), Counts::plus);
    }
  }

  private static String name(Dimension dimension, Row row) {
    return switch (dimension) {
      case TENANT -> row.tenant();
      case ROUTE -> row.route();
      case TARGET -> row.target();
      case MODEL -> row.model();
    };
  }

  Counts total() {
    return total;
  }

  boolean isEmpty() {
    return total.equals(Counts.NONE);
  }

  Map<String, Counts> of(Dimension dimension) {
    return sums.get(dimension);
  }

  Counts of(Dimension dimension, String name) {
    return sums.get(dimension).getOrDefault(name, Counts.NONE);
  }

  Map<RouteTarget, Counts> byRoute() {
    return byRoute;
  }

  /** What costs most first; beyond so many all others together. */
  List<Line> lines(Dimension dimension) {
    List<Line> lines =
        new ArrayList<>(
            sums.get(dimension).entrySet().stream()
                .map(entry -> new Line(entry.getKey(), entry.getValue()))
                .sorted(
                    Comparator.comparingLong((Line line) -> -line.counts().nanoUsd())
                        .thenComparing(line -> -line.counts().calls())
                        .thenComparing(Line::name))
                .toList());
    if (lines.size() > DailyReport.MOST_LINES) {
      List<Line> rest = lines.subList(DailyReport.MOST_LINES - 1, lines.size());
      Counts sum = rest.stream().map(Line::counts).reduce(Counts.NONE, Counts::plus);
      Line others = new Line("(" + rest.size() + " others)", sum);
      rest.clear();
      lines.add(others);
    }
    return lines;
  }
}
