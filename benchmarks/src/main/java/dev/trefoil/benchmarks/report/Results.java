// What a run has found out so far.
package dev.trefoil.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of the table, further tables, and what has to be said about them, in the order of the run.
 */
public final class Results {
  private final List<Row> rows = new ArrayList<>();
  private final List<String> tables = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  public void add(Row row) {
    rows.add(row);
  }

  /** A table of its own, whose first line is the heading of its columns. */
  public void table(String title, List<List<String>> lines) {
    tables.add("### " + title + "\n\n" + MarkdownTable.of(lines));
  }

  /**
   * A sentence for the reader of the figures: what they do not show, or why something is missing.
   */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /** Our figure of an earlier row, for what is worked out from it; empty where it is not there. */
  public Optional<Sample> figure(String measure) {
    return rows.stream().filter(row -> row.measure().equals(measure)).map(Row::ours).findFirst();
  }

  /** As Markdown. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (!rows.isEmpty()) {
      text.append(MarkdownTable.of(lines()));
    }
    tables.forEach(table -> text.append('\n').append(table));
    if (!notes.isEmpty()) {
      text.append('\n');
      notes.forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }

  private List<List<String>> lines() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "measure",
            "unit",
            "Trefoil",
            "compared with",
            "theirs",
            "relation",
            "goal",
            "reached"));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.measure(),
              row.unit(),
              row.ours().toString(),
              row.comparedWith(),
              row.theirs().map(Sample::toString).orElse(""),
              row.relation(),
              row.goal().text(),
              row.met().map(met -> met ? "yes" : "**no**").orElse("")));
    }
    return lines;
  }
}
