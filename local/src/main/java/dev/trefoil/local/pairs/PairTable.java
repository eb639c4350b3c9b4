// The table of `trefoil identity`, as a person reads it.
package dev.trefoil.local.pairs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services down, hosts across. */
public final class PairTable {
  private static final int WIDTH = 18;

  private final List<String> hosts;
  private final Map<String, Map<String, Cell>> rows = new LinkedHashMap<>();

  public PairTable(List<String> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  public void put(String service, String host, Cell cell) {
    rows.computeIfAbsent(service, name -> new LinkedHashMap<>()).put(host, cell);
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
    line(text, "", hosts);
    List<String> reasons = new ArrayList<>();
    rows.forEach(
        (service, row) -> {
          List<String> cells = new ArrayList<>();
          for (String host : hosts) {
            cells.add(
                switch (row.get(host)) {
                  case Cell.Answered(long first, long again) -> first + " / " + again + " ms";
                  case Cell.Failed(String reason) -> {
                    reasons.add(host + " to " + service + ": " + reason);
                    yield "failed";
                  }
                });
          }
          line(text, service, cells);
        });
    if (!reasons.isEmpty()) {
      text.append('\n').append(String.join("\n", reasons)).append('\n');
    }
    return text.toString();
  }

  private void line(StringBuilder text, String head, List<String> cells) {
    int first = rows.keySet().stream().mapToInt(String::length).max().orElse(0) + 2;
    StringBuilder line = new StringBuilder(("%-" + first + "s").formatted(head));
    cells.forEach(cell -> line.append(("%-" + WIDTH + "s").formatted(cell)));
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
