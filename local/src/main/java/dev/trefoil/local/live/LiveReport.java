// A drill against what is deployed, as a table for a person.
package dev.trefoil.local.live;

import dev.trefoil.local.compare.Answer;
import dev.trefoil.local.compare.KnownTarget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Writes it: a block a route, a line a target. */
public final class LiveReport {
  private static final List<String> HEAD =
      List.of("target", "breaker", "calls", "errors", "first ms", "p95 ms", "ms", "usd", "answer");

  private static final int DECIMALS = 6;

  private LiveReport() {}

  /** The table, and below it in a sentence what it comes to. */
  public static String of(LiveDrill drill) {
    StringBuilder text = new StringBuilder();
    for (LiveDrill.Route route : drill.routes()) {
      text.append(route.name())
          .append(route.asCallers().map(answer -> ": " + asCallers(answer)).orElse(""))
          .append('\n');
      List<List<String>> lines = new ArrayList<>(List.of(HEAD));
      route.targets().forEach(target -> lines.add(line(target)));
      table(lines, text);
      text.append('\n');
    }
    return text.append(summary(drill)).append('\n').toString();
  }

  private static String asCallers(Answer answer) {
    return switch (answer) {
      case Answer.Given given ->
          "as callers ask it, %d ms: %s".formatted(given.millis(), given.trail());
      case Answer.Failed failed -> "as callers ask it, NO ANSWER: " + failed.reason();
    };
  }

  private static List<String> line(LiveDrill.Target target) {
    Optional<KnownTarget> known = target.known();
    List<String> cells = new ArrayList<>(List.of(target.name()));
    cells.add(known.map(KnownTarget::state).orElse("-"));
    cells.add(known.map(it -> String.valueOf(it.requests())).orElse("-"));
    cells.add(known.map(it -> String.valueOf(it.errors())).orElse("-"));
    cells.add(known.map(it -> millis(it.firstTokenMillis())).orElse("-"));
    cells.add(known.map(it -> millis(it.usualFirstTokenMillis())).orElse("-"));
    cells.addAll(target.forced().map(LiveReport::cells).orElse(List.of("-", "-", "not asked")));
    return cells;
  }

  private static List<String> cells(Answer answer) {
    return switch (answer) {
      case Answer.Given given ->
          List.of(String.valueOf(given.millis()), usd(given.costUsd()), "ok");
      case Answer.Failed failed -> List.of("-", "-", "NO: " + failed.reason());
    };
  }

  private static String millis(OptionalLong millis) {
    return millis.isPresent() ? String.valueOf(millis.getAsLong()) : "-";
  }

  private static String usd(OptionalDouble cost) {
    return cost.isPresent() ? usd(cost.getAsDouble()) : "-";
  }

  private static String usd(double cost) {
    return BigDecimal.valueOf(cost).setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
  }

  private static void table(List<List<String>> lines, StringBuilder text) {
    int[] widths = new int[HEAD.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder row = new StringBuilder("  ");
      for (int i = 0; i < widths.length; i++) {
        row.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      text.append(row.toString().stripTrailing()).append('\n');
    }
  }

  private static String summary(LiveDrill drill) {
    List<Answer> forced =
        drill.routes().stream()
            .flatMap(route -> route.targets().stream())
            .flatMap(target -> target.forced().stream())
            .toList();
    if (forced.isEmpty()) {
      return "No model was called.";
    }
    List<Answer> all = new ArrayList<>(forced);
    drill.routes().forEach(route -> route.asCallers().ifPresent(all::add));
    double cost = 0;
    for (Answer answer : all) {
      if (answer instanceof Answer.Given given) {
        cost += given.costUsd().orElse(0);
      }
    }
    return "%d of %d targets answer; %d calls, which cost $%s as far as prices are known."
        .formatted(
            forced.stream().filter(Answer.Given.class::isInstance).count(),
            forced.size(),
            all.size(),
            usd(cost));
  }
}
