// Tables that are read in a terminal as well as in a page.
package dev.trefoil.benchmarks.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table whose columns are padded to one width. */
final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * @param lines the headings first; all of the same length
   */
  static String of(List<List<String>> lines) {
    int[] widths =
        IntStream.range(0, lines.getFirst().size())
            .map(
                column ->
                    lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder();
    text.append(line(lines.getFirst(), widths));
    text.append(
        IntStream.of(widths)
            .mapToObj("-"::repeat)
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    lines.stream().skip(1).forEach(line -> text.append(line(line, widths)));
    return text.toString();
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(
            column -> cells.get(column) + " ".repeat(widths[column] - cells.get(column).length()))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
