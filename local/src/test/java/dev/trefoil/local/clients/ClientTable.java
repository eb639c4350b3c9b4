package dev.trefoil.local.clients;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of each client, door, feature and cloud, as a table. */
final class ClientTable {
  private static final String OK = "ok";
  private static final String NONE = "-";

  private final Set<String> columns = new LinkedHashSet<>();

  /** By row, then cloud, then column. */
  private final Map<Row, Map<String, Map<String, String>>> cells = new LinkedHashMap<>();

  private record Row(String client, String door) {}

  /** It works. */
  void works(RealClient.Traits client, String cloud, String column) {
    put(client, cloud, column, OK);
  }

  /** The client does not have it. */
  void hasNone(RealClient.Traits client, String cloud, String column) {
    put(client, cloud, column, NONE);
  }

  /** It does not work, unless something else is said later. */
  void fails(RealClient.Traits client, String cloud, String column) {
    put(client, cloud, column, "FAILED");
  }

  private void put(RealClient.Traits client, String cloud, String column, String cell) {
    columns.add(column);
    cells
        .computeIfAbsent(new Row(client.name(), client.door()), row -> new LinkedHashMap<>())
        .computeIfAbsent(cloud, name -> new LinkedHashMap<>())
        .put(column, cell);
  }

  /** For the eye: a line a client, door and cloud. */
  @Override
  public String toString() {
    StringBuilder table =
        new StringBuilder("%-34s %-26s %-6s".formatted("client", "door", "cloud"));
    columns.forEach(column -> table.append("  ").append(column));
    cells.forEach(
        (row, clouds) ->
            clouds.forEach(
                (cloud, seen) -> {
                  table.append("\n%-34s %-26s %-6s".formatted(row.client(), row.door(), cloud));
                  columns.forEach(
                      column ->
                          table
                              .append("  ")
                              .append(
                                  ("%-" + column.length() + "s")
                                      .formatted(seen.getOrDefault(column, "?"))));
                }));
    return table.toString();
  }

  /** For the documentation: a line a client and door, with what all clouds agree in. */
  String markdown() {
    List<String> titles = List.copyOf(columns);
    String head =
        "| client | door | "
            + String.join(" | ", titles)
            + " |\n"
            + "| --- ".repeat(titles.size() + 2)
            + "|\n";
    return cells.entrySet().stream()
        .map(
            row ->
                "| %s | %s | %s |\n"
                    .formatted(
                        row.getKey().client(),
                        row.getKey().door(),
                        titles.stream()
                            .map(column -> agreed(row.getValue(), column))
                            .collect(Collectors.joining(" | "))))
        .collect(Collectors.joining("", head, ""));
  }

  private static String agreed(Map<String, Map<String, String>> clouds, String column) {
    Set<String> seen =
        clouds.values().stream()
            .map(row -> row.getOrDefault(column, "?"))
            .collect(Collectors.toSet());
    return seen.size() == 1
        ? seen.iterator().next()
        : clouds.entrySet().stream()
            .map(cloud -> cloud.getKey() + " " + cloud.getValue().getOrDefault(column, "?"))
            .collect(Collectors.joining(", "));
  }
}
