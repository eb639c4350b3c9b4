package dev.trefoil.report;

import java.util.List;
import java.util.Locale;

/** Bars as SVG within a page, in the page's own colours. */
final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 160;
  private static final int LEFT = 4;
  private static final int BASE = 128;
  private static final int LINE = 16;

  private Plot() {}

  /**
   * A bar.
   *
   * @param shown its value in words
   * @param strong whether it stands out
   */
  record Bar(String label, double value, String shown, boolean strong) {}

  /** Bars side by side, the largest as high as the plot. */
  static void columns(Html page, String title, List<Bar> bars) {
    double most = most(bars);
    double step = (double) (WIDTH - LEFT) / Math.max(1, bars.size());
    open(page, title, HEIGHT);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double height = most == 0 ? 0 : bar.value() / most * (BASE - LINE);
      double x = LEFT + i * step;
      rect(page, bar, x + step * 0.1, BASE - height, step * 0.8, height);
      words(page, x + step / 2, BASE - height - 4, "middle", bar.shown());
      words(page, x + step / 2, BASE + LINE, "middle", bar.label());
    }
    page.raw("</svg></figure>\n");
  }

  /**
   * Bars one below the other.
   *
   * @param least as how large the largest is drawn at least
   */
  static void rows(Html page, String title, double least, List<Bar> bars) {
    double most = Math.max(least, most(bars));
    int row = LINE + 8;
    open(page, title, bars.size() * row + LEFT);
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double width = most == 0 ? 0 : bar.value() / most * (WIDTH / 2.0);
      double y = i * (double) row + LEFT;
      words(page, WIDTH / 3.0 - 8, y + LINE - 3, "end", bar.label());
      rect(page, bar, WIDTH / 3.0, y, width, LINE);
      words(page, WIDTH / 3.0 + width + 6, y + LINE - 3, "start", bar.shown());
    }
    page.raw("</svg></figure>\n");
  }

  private static double most(List<Bar> bars) {
    return bars.stream().mapToDouble(Bar::value).max().orElse(0);
  }

  private static void open(Html page, String title, int height) {
    page.raw("<figure><figcaption>")
        .text(title)
        .raw("</figcaption><svg role=\"img\" viewBox=\"0 0 " + WIDTH + " " + height + "\"><title>")
        .text(title)
        .raw("</title>");
  }

  private static void rect(Html page, Bar bar, double x, double y, double width, double height) {
    page.raw(
            String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>",
                bar.strong() ? "b s" : "b",
                x,
                y,
                Math.max(0, width),
                Math.max(0, height)))
        .text(bar.label() + ": " + bar.shown())
        .raw("</title></rect>");
  }

  private static void words(Html page, double x, double y, String anchor, String words) {
    page.raw(
            String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
        .text(words.length() > 34 ? words.substring(0, 33) + "…" : words)
        .raw("</text>");
  }
}
