package dev.trefoil.report;

import dev.trefoil.report.DailyReport.Anomaly;
import dev.trefoil.report.DailyReport.BudgetLine;
import dev.trefoil.report.DailyReport.DayTotal;
import dev.trefoil.report.DailyReport.Dimension;
import dev.trefoil.report.DailyReport.Event;
import dev.trefoil.report.DailyReport.Line;
import dev.trefoil.report.Plot.Bar;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.Details;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A report as one page, which loads nothing and runs nothing. */
public final class HtmlReport {
  private static final int MOST_ROWS = 50;
  private static final int MOST_BARS = 12;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="color-scheme" content="light dark"/>
      <style>
      :root { --ink: #1b1f24; --soft: #57606a; --page: #fff; --line: #d0d7de; --bar: #2f6f4f; --hot: #b3261e }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e6edf3; --soft: #9aa4af; --page: #0f1419; --line: #30363d; --bar: #5fb58a; --hot: #ff8a80 } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
      table { border-collapse: collapse; width: 100%; margin: 1rem 0; display: block; overflow-x: auto }
      caption { text-align: left; font-weight: 600; padding: .3rem 0 }
      th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
      .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
      figure { margin: 1rem 0 } figcaption { font-weight: 600 } svg { width: 100%; height: auto }
      svg text { font: 11px system-ui, sans-serif; fill: var(--soft) } .b { fill: var(--bar) } .s { fill: var(--hot) }
      .big { font-size: 1.4rem; font-weight: 600 } .soft { color: var(--soft) } .hot { color: var(--hot); font-weight: 600 }
      </style>
      """;

  private final Html page = new Html();
  private final DailyReport report;

  private HtmlReport(DailyReport report) {
    this.report = report;
  }

  /** In UTF-8. */
  public static byte[] of(DailyReport report) {
    return new HtmlReport(report).write().getBytes(StandardCharsets.UTF_8);
  }

  private String write() {
    String title = "Trefoil, " + report.day();
    page.raw(HEAD).raw("<title>").text(title).raw("</title></head>\n<body><main>\n<h1>");
    page.text(title).raw("</h1>\n");
    summary();
    days();
    for (Dimension dimension : Dimension.values()) {
      lines(dimension);
    }
    budgets();
    savings();
    latency();
    events("Fallbacks and their causes", "calls went on to another target", report.fallbacks());
    events("Errors", "attempts had no answer that was accepted", report.errors());
    retries();
    anomalies();
    cheaper();
    provisioned();
    return page.raw("</main></body></html>\n").toString();
  }

  private void summary() {
    Counts total = report.total();
    page.raw("<p class=\"big\">")
        .text(
            Money.shown(total.nanoUsd())
                + ", "
                + total.calls()
                + " calls, "
                + total.failed()
                + " failed")
        .raw("</p>\n<p class=\"soft\">")
        .text(
            "The day by "
                + report.zoneName()
                + ", from the records of "
                + String.join(", ", report.clouds())
                + ".")
        .raw("</p>\n");
    for (String cloud : report.unread()) {
      page.raw("<p class=\"hot\">").text("Missing: " + cloud).raw("</p>\n");
    }
    if (!report.notes().isEmpty()) {
      page.raw("<ul class=\"soft\">");
      report.notes().forEach(note -> page.raw("<li>").text(note).raw("</li>"));
      page.raw("</ul>\n");
    }
  }

  private void days() {
    List<Bar> bars = new ArrayList<>();
    for (DayTotal one : report.days()) {
      bars.add(
          new Bar(
              one.day().toString().substring(5),
              one.counts().nanoUsd(),
              Money.brief(one.counts().nanoUsd()),
              one.day().equals(report.day()) && isUnusual()));
    }
    Plot.columns(page, "Cost by day", bars);
  }

  /** Whether all calls together have cost what they do not usually cost. */
  private boolean isUnusual() {
    return report.anomalies().stream()
        .anyMatch(one -> one.dimension().equals("all") && one.measure().equals("cost"));
  }

  private void lines(Dimension dimension) {
    List<Line> lines = report.lines().get(dimension);
    page.heading("By " + dimension);
    List<Bar> bars =
        lines.stream()
            .limit(MOST_BARS)
            .map(
                line ->
                    new Bar(
                        named(line.name()),
                        line.counts().nanoUsd(),
                        Money.shown(line.counts().nanoUsd()),
                        false))
            .toList();
    Plot.rows(page, "Cost by " + dimension, 0, bars);
    table(
        "Cost, calls and tokens by " + dimension,
        List.of(
            dimension.toString(),
            "#cost",
            "#calls",
            "#failed",
            "#retries",
            "#input",
            "#cached",
            "#output",
            "#a call",
            "#1,000 tokens",
            "#p50 ms",
            "#p95 ms"),
        lines.stream().map(HtmlReport::row).toList());
  }

  private static List<String> row(Line line) {
    Counts counts = line.counts();
    return List.of(
        named(line.name()),
        Money.shown(counts.nanoUsd()),
        Long.toString(counts.calls()),
        Long.toString(counts.failed()),
        Long.toString(counts.details().retries()),
        Long.toString(counts.input()),
        Long.toString(counts.cached()),
        Long.toString(counts.output()),
        shown(line.nanoUsdACall()),
        shown(line.nanoUsdAThousandTokens()),
        Latency.ms(counts.details(), 0.5),
        Latency.ms(counts.details(), 0.95));
  }

  private static String named(String name) {
    return name.isEmpty() ? "(none)" : name;
  }

  private static String shown(Optional<Long> nano) {
    return nano.map(Money::shown).orElse("");
  }

  private void table(String caption, List<String> columns, List<List<String>> rows) {
    page.table(caption, columns, rows.subList(0, Math.min(MOST_ROWS, rows.size())));
    if (rows.size() > MOST_ROWS) {
      page.paragraph(rows.size() - MOST_ROWS + " more are in the CSV.");
    }
  }

  private void budgets() {
    if (report.budgets().isEmpty()) {
      return;
    }
    page.heading("Budgets");
    List<Bar> bars = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (BudgetLine line : report.budgets()) {
      double share = line.use().share();
      String percent = String.format(Locale.ROOT, "%.0f%%", share * 100);
      String whose = line.cloud() + ", " + line.use().scope();
      if (bars.size() < MOST_BARS) {
        bars.add(
            new Bar(
                whose + ", " + line.use().bound(), share, percent, share >= line.use().warnAt()));
      }
      rows.add(
          List.of(
              whose,
              line.use().bound(),
              amount(line, line.use().used()),
              amount(line, line.use().most()),
              percent));
    }
    Plot.rows(page, "Used of budgets", 1, bars);
    table(
        "Each cloud counts its own; reservations of calls under way are counted as used",
        List.of("of", "bound", "#used", "#limit", "#share"),
        rows);
  }

  private static String amount(BudgetLine line, long amount) {
    return line.use().isUsd() ? Money.shown(amount) : amount + " tokens";
  }

  private void savings() {
    page.heading("What caches have saved");
    if (report.savings().isEmpty()) {
      page.paragraph("No target with a known price has read from a cache.");
      return;
    }
    table(
        "Cached tokens at the price of input, less what they cost, less what writing them cost more",
        List.of("target", "#cached", "#as input", "#paid", "#written", "#surcharge", "#saved"),
        report.savings().stream()
            .map(
                one ->
                    List.of(
                        one.target(),
                        Long.toString(one.cached()),
                        Money.shown(one.atInput()),
                        Money.shown(one.paid()),
                        Long.toString(one.written()),
                        Money.shown(one.surcharge()),
                        Money.shown(one.saved())))
            .toList());
  }

  private void latency() {
    Details details = report.total().details();
    page.heading("How long answered calls took");
    if (details.timed() == 0) {
      page.paragraph("Of no call is it known.");
      return;
    }
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < details.took().size(); i++) {
      String label =
          i < Details.BUCKETS_MS.size()
              ? "≤ " + Details.BUCKETS_MS.get(i)
              : "> " + Details.BUCKETS_MS.getLast();
      bars.add(new Bar(label, details.took().get(i), details.took().get(i).toString(), false));
    }
    Plot.columns(page, "Calls by milliseconds", bars);
    page.paragraph(
        "Half of them "
            + Latency.ms(details, 0.5)
            + " ms at most, 95% "
            + Latency.ms(details, 0.95)
            + " ms, 99% "
            + Latency.ms(details, 0.99)
            + " ms, taken to be spread evenly within a bar.");
  }

  private void events(String heading, String caption, List<Event> events) {
    page.heading(heading);
    if (events.isEmpty()) {
      page.paragraph("None that is known.");
      return;
    }
    table(
        "How often " + caption,
        List.of("route", "target", "cause", "#times"),
        events.stream()
            .map(
                one -> List.of(one.route(), one.target(), one.cause().toString(), "" + one.times()))
            .toList());
  }

  private void retries() {
    page.heading("Retries");
    if (report.retries().isEmpty()) {
      page.paragraph("None that is known.");
      return;
    }
    table(
        "How often calls have asked a target again",
        List.of("route", "target", "#times"),
        report.retries().stream()
            .map(one -> List.of(one.route(), one.target(), "" + one.times()))
            .toList());
  }

  private void anomalies() {
    page.heading("Unlike the same weekdays before");
    if (report.anomalies().isEmpty()) {
      page.paragraph("Nothing that was found.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Anomaly one : report.anomalies()) {
      rows.add(
          List.of(
              one.dimension() + " " + named(one.name()),
              one.measure(),
              value(one, one.value()),
              value(one, one.median()),
              "± " + value(one, one.spread()),
              "" + one.days()));
    }
    table(
        "Further from the median than 3.5 times the usual distance",
        List.of("of", "what", "#is", "#median", "#usual", "#days"),
        rows);
  }

  private static String value(Anomaly of, double value) {
    return switch (of.measure()) {
      case "cost" -> Money.shown(Money.nano(value));
      case "failed" -> String.format(Locale.ROOT, "%.1f%%", value * 100);
      default -> String.format(Locale.ROOT, "%.0f", value);
    };
  }

  private void cheaper() {
    page.heading("What would have been cheaper");
    if (report.cheaper().isEmpty()) {
      page.paragraph("No other target of a route, by the price table and the same tokens.");
      return;
    }
    table(
        "The same tokens, as many of them cached, by today's price table",
        List.of("route", "instead of", "target", "#cost", "#there", "arithmetic"),
        report.cheaper().stream()
            .map(
                one ->
                    List.of(
                        one.route(),
                        one.target(),
                        one.other(),
                        Money.shown(one.nanoUsd()),
                        Money.shown(one.nanoUsdThere()),
                        one.arithmetic()))
            .toList());
  }

  private void provisioned() {
    if (report.provisioned().isEmpty()) {
      return;
    }
    page.heading("Capacity that would have cost less");
    table(
        "On the day, and on half of the days before",
        List.of("target", "#units", "#a day", "arithmetic"),
        report.provisioned().stream()
            .map(
                one ->
                    List.of(
                        one.target(),
                        "" + one.units(),
                        Money.shown(one.nanoUsdADay()),
                        one.arithmetic()))
            .toList());
  }
}
