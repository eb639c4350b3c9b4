// The table of `trefoil identity`, as a person reads it.
package dev.trefoil.local.pairs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Hosts down, services across. */
public final class PairTable {
  private static final int WIDTH = 18;

  private final List<String> services;
  private final Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();

  public PairTable(List<String> services) {
    this.services = List.copyOf(services);
  }

  public void put(String host, String service, Cell cell) {
    rows.computeIfAbsent(host, name -> new LinkedHashMap<>()).put(service, cell);
  }

  /** Whether every pair had its answer. */
  public boolean isGreen() {
    return rows.values().stream()
        .flatMap(row -> row.values().stream())
        .allMatch(cell -> cell instanceof Cell.Answered);
  }

  /** The table, and below it the reasons of what failed. */
  public String render() {
    StringBuilder text = new StringBuilder();
    line(text, "", services);
    List<String> reasons = new ArrayList<>();
    rows.forEach(
        (host, row) -> {
          List<String> cells = new ArrayList<>();
          for (String service : services) {
            cells.add(
                switch (row.get(service)) {
                  case Cell.Answered(long first, long again) -> first + " / " + again + " ms";
                  case Cell.Failed(String reason) -> {
                    reasons.add(host + " to " + service + ": " + reason);
                    yield "failed";
                  }
                });
          }
          line(text, host, cells);
        });
    if (!reasons.isEmpty()) {
      text.append('\n').append(String.join("\n", reasons)).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String head, List<String> cells) {
    StringBuilder line = new StringBuilder("%-7s".formatted(head));
    cells.forEach(cell -> line.append(("%-" + WIDTH + "s").formatted(cell)));
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
