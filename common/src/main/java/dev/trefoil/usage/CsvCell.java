package dev.trefoil.usage;

/** A text in a CSV file as RFC 4180 has it, which no spreadsheet takes for a formula. */
public final class CsvCell {
  private CsvCell() {}

  /** What a spreadsheet would take for a formula begins with an apostrophe. */
  public static String of(String value) {
    String safe =
        !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + safe.replace("\"", "\"\"") + '"'
        : safe;
  }
}
