package dev.trefoil.local.clients;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What became of each client, feature and cloud, as a table for the eye. */
final class ClientTable {
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
  private final Set<String> columns = new LinkedHashSet<>();

  void put(String client, String cloud, String column, String cell) {
    columns.add(column);
    rows.computeIfAbsent("%-22s %-6s".formatted(client, cloud), row -> new LinkedHashMap<>())
        .put(column, cell);
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("%-22s %-6s".formatted("client", "cloud"));
    columns.forEach(column -> table.append("  ").append(column));
    rows.forEach(
        (row, cells) -> {
          table.append('\n').append(row);
          columns.forEach(
              column ->
                  table
                      .append("  ")
                      .append(
                          ("%-" + column.length() + "s")
                              .formatted(cells.getOrDefault(column, "?"))));
        });
    return table.toString();
  }
}
