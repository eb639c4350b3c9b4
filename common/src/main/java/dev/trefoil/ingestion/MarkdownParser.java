package dev.trefoil.ingestion;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown, cut at its headings; within fences nothing is one. What is marked stays marked. */
final class MarkdownParser implements DocumentParser {
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t]+(.*))?");

  @Override
  public boolean reads(FileType type) {
    return type == FileType.MARKDOWN;
  }

  @Override
  public List<Section> parse(FileType type, byte[] content) throws DocumentException {
    Headings headings = new Headings();
    String fence = "";
    for (String line : (Iterable<String>) PlainText.of(content).lines()::iterator) {
      String bare = line.strip();
      Matcher heading = HEADING.matcher(line);
      if (fence.isEmpty() && heading.matches()) {
        String title = heading.group(2) == null ? "" : heading.group(2);
        headings.heading(heading.group(1).length(), withoutHashes(title));
        continue;
      }
      if (fence.isEmpty() && (bare.startsWith("```") || bare.startsWith("~~~"))) {
        fence = bare.substring(0, 3);
      } else if (!fence.isEmpty() && bare.startsWith(fence)) {
        fence = "";
      }
      headings.add(line);
      headings.add("\n");
    }
    return headings.all();
  }

  /** Those that close a heading. */
  private static String withoutHashes(String title) {
    int end = title.stripTrailing().length();
    int last = end;
    while (last > 0 && title.charAt(last - 1) == '#') {
      last--;
    }
    return last < end && (last == 0 || title.charAt(last - 1) == ' ')
        ? title.substring(0, last)
        : title;
  }
}
