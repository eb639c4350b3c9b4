package dev.trefoil.ingestion;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The visible text of HTML, cut at its headings. It goes through the tags once and makes no tree:
 * no depth costs anything, and what is broken is read as far as it can be.
 */
final class HtmlParser implements DocumentParser {
  /** Nothing within these is shown. */
  private static final Set<String> UNSEEN =
      Set.of("script", "style", "template", "noscript", "svg", "iframe", "object", "head");

  /** A line ends at these. */
  private static final Set<String> BLOCKS =
      Set.of(
          "address",
          "article",
          "aside",
          "blockquote",
          "body",
          "br",
          "caption",
          "dd",
          "div",
          "dl",
          "dt",
          "fieldset",
          "figcaption",
          "figure",
          "footer",
          "form",
          "header",
          "hr",
          "html",
          "li",
          "main",
          "nav",
          "ol",
          "option",
          "p",
          "pre",
          "section",
          "table",
          "tbody",
          "td",
          "tfoot",
          "th",
          "thead",
          "title",
          "tr",
          "ul");

  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("shy", ""),
          Map.entry("ndash", "\u2013"),
          Map.entry("mdash", "\u2014"),
          Map.entry("lsquo", "\u2018"),
          Map.entry("rsquo", "\u2019"),
          Map.entry("ldquo", "\u201c"),
          Map.entry("rdquo", "\u201d"),
          Map.entry("hellip", "\u2026"),
          Map.entry("euro", "\u20ac"),
          Map.entry("copy", "\u00a9"),
          Map.entry("auml", "\u00e4"),
          Map.entry("ouml", "\u00f6"),
          Map.entry("uuml", "\u00fc"),
          Map.entry("Auml", "\u00c4"),
          Map.entry("Ouml", "\u00d6"),
          Map.entry("Uuml", "\u00dc"),
          Map.entry("szlig", "\u00df"),
          Map.entry("eacute", "\u00e9"));

  private static final int LONGEST_ENTITY = 10;

  @Override
  public boolean reads(FileType type) {
    return type == FileType.HTML;
  }

  @Override
  public List<Section> parse(FileType type, byte[] content) throws DocumentException {
    return new Run(PlainText.of(content)).all();
  }

  /** One document. */
  private static final class Run {
    private final String html;
    private final Headings headings = new Headings();
    private final StringBuilder title = new StringBuilder();
    private int heading;
    private int pre;
    private boolean space = true;
    private int breaks = 2;

    /** A head was begun that does not end: looking for its end again and again would take long. */
    private boolean openHead;

    Run(String html) {
      this.html = html;
    }

    List<Section> all() {
      int at = 0;
      while (at < html.length()) {
        int tag = html.indexOf('<', at);
        text(at, tag < 0 ? html.length() : tag);
        at = tag < 0 ? html.length() : tag(tag);
      }
      endHeading();
      return headings.all();
    }

    /** Reads a tag, and gives where it has ended. */
    private int tag(int from) {
      if (html.startsWith("<!--", from)) {
        return behind("-->", from + 4);
      }
      boolean end = html.startsWith("</", from);
      int start = from + (end ? 2 : 1);
      int at = start;
      while (at < html.length() && Character.isLetterOrDigit(html.charAt(at))) {
        at++;
      }
      String name = html.substring(start, Math.min(at, start + 20)).toLowerCase(Locale.ROOT);
      if (name.isEmpty() && !html.startsWith("<!", from) && !html.startsWith("<?", from) && !end) {
        append("<");
        space = false;
        breaks = 0;
        return from + 1;
      }
      int close = close(at);
      if (!end && UNSEEN.contains(name) && !html.startsWith("/>", Math.max(0, close - 2))) {
        return unseen(name, close);
      }
      if (isHeading(name)) {
        endHeading();
        heading = end ? 0 : name.charAt(1) - '0';
      } else if (BLOCKS.contains(name)) {
        if (name.equals("pre")) {
          pre = end ? 0 : 1;
        }
        breakLine(name.equals("p") ? 2 : 1);
      }
      return close;
    }

    private static boolean isHeading(String name) {
      return name.length() == 2
          && name.charAt(0) == 'h'
          && name.charAt(1) >= '1'
          && name.charAt(1) <= '6';
    }

    /** Where a tag ends: no angle bracket within quotes ends it. */
    private int close(int from) {
      char quote = 0;
      for (int at = from; at < html.length(); at++) {
        char c = html.charAt(at);
        if (quote != 0) {
          quote = c == quote ? 0 : quote;
        } else if (c == '>') {
          return at + 1;
        } else if ((c == '"' || c == '\'') && html.charAt(at - 1) == '=') {
          quote = c;
        }
      }
      return html.length();
    }

    /** Passes over what is not shown, and gives where it has ended. */
    private int unseen(String name, int from) {
      String end = "</" + name;
      if (name.equals("head") && openHead) {
        return from;
      }
      for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
        int behind = at + end.length();
        if (html.regionMatches(true, at, end, 0, end.length())
            && (behind == html.length() || !Character.isLetterOrDigit(html.charAt(behind)))) {
          return close(behind);
        }
      }
      // One that nothing ends: what follows is text again, but for what is code for certain.
      openHead = name.equals("head");
      return openHead ? from : html.length();
    }

    private int behind(String end, int from) {
      int at = html.indexOf(end, from);
      return at < 0 ? html.length() : at + end.length();
    }

    private void text(int from, int to) {
      StringBuilder said = new StringBuilder(to - from);
      for (int at = from; at < to; at++) {
        char c = html.charAt(at);
        if (c == '&') {
          int end = at + 1;
          while (end < to && end - at <= LONGEST_ENTITY && html.charAt(end) != ';') {
            end++;
          }
          String entity =
              end < to && html.charAt(end) == ';' ? entity(html.substring(at + 1, end)) : null;
          if (entity != null) {
            said.append(entity);
            space = false;
            at = end;
            continue;
          }
        }
        if (pre == 0 && Character.isWhitespace(c)) {
          if (!space) {
            said.append(' ');
          }
          space = true;
        } else {
          said.append(c);
          space = false;
        }
      }
      if (!said.isEmpty()) {
        append(said.toString());
        breaks = 0;
      }
    }

    /** Ends a line, unless so many lines have ended here already. */
    private void breakLine(int lines) {
      if (breaks < lines) {
        append("\n".repeat(lines - breaks));
        breaks = lines;
      }
      space = true;
    }

    private void append(String text) {
      if (heading > 0) {
        title.append(text);
      } else {
        headings.add(text);
      }
    }

    private void endHeading() {
      if (heading > 0) {
        headings.heading(heading, title.toString());
      }
      title.setLength(0);
      heading = 0;
      space = true;
    }

    private static String entity(String name) {
      try {
        if (name.startsWith("#x") || name.startsWith("#X")) {
          return Character.toString(Integer.parseInt(name.substring(2), 16));
        }
        if (name.startsWith("#")) {
          return Character.toString(Integer.parseInt(name.substring(1)));
        }
      } catch (IllegalArgumentException e) {
        return null; // No number, or of no character: it stays as it is.
      }
      return ENTITIES.get(name);
    }
  }
}
