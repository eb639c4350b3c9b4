package dev.trefoil.report;

import java.util.List;

/** Writes HTML whose texts are shown as they are, whatever stands in them. */
final class Html {
  private static final int LONGEST = 300;

  private final StringBuilder text = new StringBuilder(16_384);

  /** Markup of our own. */
  Html raw(String markup) {
    text.append(markup);
    return this;
  }

  /** A text of whoever's; control characters and what is beyond 300 characters are left out. */
  Html text(String words) {
    text.append(escaped(words));
    return this;
  }

  static String escaped(String words) {
    StringBuilder safe = new StringBuilder(words.length() + 16);
    int length = Math.min(words.length(), LONGEST);
    for (int i = 0; i < length; i++) {
      char c = words.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\'' -> safe.append("&#39;");
        default ->
            safe.append(Character.isISOControl(c) || c >= 0xFFFE || isUnpaired(words, i) ? '?' : c);
      }
    }
    return length < words.length() ? safe.append('…').toString() : safe.toString();
  }

  private static boolean isUnpaired(String words, int i) {
    char c = words.charAt(i);
    return Character.isHighSurrogate(c)
            && (i + 1 >= Math.min(words.length(), LONGEST)
                || !Character.isLowSurrogate(words.charAt(i + 1)))
        || Character.isLowSurrogate(c)
            && (i == 0 || !Character.isHighSurrogate(words.charAt(i - 1)));
  }

  Html heading(String words) {
    return raw("<h2>").text(words).raw("</h2>\n");
  }

  Html paragraph(String words) {
    return raw("<p>").text(words).raw("</p>\n");
  }

  /**
   * A table.
   *
   * @param columns their names; one that begins with {@code #} has numbers
   */
  Html table(String caption, List<String> columns, List<List<String>> rows) {
    raw("<table><caption>").text(caption).raw("</caption>\n<thead><tr>");
    for (String column : columns) {
      raw(column.startsWith("#") ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
          .text(column.startsWith("#") ? column.substring(1) : column)
          .raw("</th>");
    }
    raw("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      raw("<tr>");
      for (int i = 0; i < row.size(); i++) {
        raw(columns.get(i).startsWith("#") ? "<td class=\"n\">" : "<td>")
            .text(row.get(i))
            .raw("</td>");
      }
      raw("</tr>\n");
    }
    return raw("</tbody></table>\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
