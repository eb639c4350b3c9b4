package dev.trefoil.report;

import dev.trefoil.report.DailyReport.Anomaly;
import dev.trefoil.report.DailyReport.BudgetLine;
import dev.trefoil.report.DailyReport.Cheaper;
import dev.trefoil.report.DailyReport.DayTotal;
import dev.trefoil.report.DailyReport.Event;
import dev.trefoil.report.DailyReport.Line;
import dev.trefoil.report.DailyReport.Provisioned;
import dev.trefoil.report.DailyReport.Retries;
import dev.trefoil.report.DailyReport.Saving;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.CsvCell;
import dev.trefoil.usage.Details;
import java.nio.charset.StandardCharsets;

/** A report as CSV: one number a line, after what it is of. */
public final class CsvReport {
  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.95;
  private static final double NEARLY_ALL = 0.99;

  private final StringBuilder text = new StringBuilder();
  private final String day;

  private CsvReport(String day) {
    this.day = day;
  }

  /** In UTF-8, with a line of names first: {@code day,section,name,detail,measure,value}. */
  public static byte[] of(DailyReport report) {
    CsvReport csv = new CsvReport(report.day().toString());
    csv.text.append("day,section,name,detail,measure,value\r\n");
    csv.write(report);
    return csv.text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(DailyReport report) {
    report.unread().forEach(what -> line("unread", what, "", "missing", "1"));
    counts("total", "", report.total());
    report
        .lines()
        .forEach((dimension, lines) -> lines.forEach(line -> counts(dimension.toString(), line)));
    for (BudgetLine line : report.budgets()) {
      String whose = line.use().scope().toString();
      String name = line.cloud() + " " + line.use().bound();
      line("budget", whose, name, "limit", amount(line, line.use().most()));
      line("budget", whose, name, "used", amount(line, line.use().used()));
    }
    for (Saving saving : report.savings()) {
      line("cache", saving.target(), "", "cached_tokens", saving.cached());
      usd("cache", saving.target(), "", "at_input_price_usd", saving.atInput());
      usd("cache", saving.target(), "", "paid_usd", saving.paid());
      line("cache", saving.target(), "", "written_tokens", saving.written());
      usd("cache", saving.target(), "", "surcharge_usd", saving.surcharge());
      usd("cache", saving.target(), "", "saved_usd", saving.saved());
    }
    for (Event event : report.fallbacks()) {
      line("fallback", event.route() + " " + event.target(), event.cause(), "times", event.times());
    }
    for (Event event : report.errors()) {
      line("error", event.route() + " " + event.target(), event.cause(), "times", event.times());
    }
    for (Retries retries : report.retries()) {
      line("retry", retries.route() + " " + retries.target(), "", "times", retries.times());
    }
    for (Anomaly one : report.anomalies()) {
      String name = one.dimension() + " " + one.name();
      line("anomaly", name, one.measure(), "value", Money.number(one.value()));
      line("anomaly", name, one.measure(), "median", Money.number(one.median()));
      line("anomaly", name, one.measure(), "days", one.days());
    }
    for (Cheaper one : report.cheaper()) {
      String name = one.route() + " " + one.target();
      usd("cheaper", name, one.other(), "here_usd", one.nanoUsd());
      usd("cheaper", name, one.other(), "there_usd", one.nanoUsdThere());
    }
    for (Provisioned one : report.provisioned()) {
      line("provisioned", one.target(), one.arithmetic(), "units", one.units());
      usd("provisioned", one.target(), one.arithmetic(), "cost_usd_a_day", one.nanoUsdADay());
    }
    for (DayTotal total : report.days()) {
      usd("day", total.day().toString(), "", "cost_usd", total.counts().nanoUsd());
      line("day", total.day().toString(), "", "calls", total.counts().calls());
    }
    report.notes().forEach(note -> line("note", note, "", "said", "1"));
  }

  private static String amount(BudgetLine line, long amount) {
    return line.use().isUsd() ? Money.plain(amount) : Long.toString(amount);
  }

  private void counts(String section, Line line) {
    counts(section, line.name(), line.counts());
    line.nanoUsdACall().ifPresent(cost -> usd(section, line.name(), "", "usd_a_call", cost));
    line.nanoUsdAThousandTokens()
        .ifPresent(cost -> usd(section, line.name(), "", "usd_a_thousand_tokens", cost));
  }

  private void counts(String section, String name, Counts counts) {
    usd(section, name, "", "cost_usd", counts.nanoUsd());
    line(section, name, "", "calls", counts.calls());
    line(section, name, "", "failed_calls", counts.failed());
    line(section, name, "", "attempts", counts.attempts());
    line(section, name, "", "retries", counts.details().retries());
    line(section, name, "", "input_tokens", counts.input());
    line(section, name, "", "cached_tokens", counts.cached());
    line(section, name, "", "output_tokens", counts.output());
    quantile(section, name, "p50_ms", counts.details(), MEDIAN);
    quantile(section, name, "p95_ms", counts.details(), MOST);
    quantile(section, name, "p99_ms", counts.details(), NEARLY_ALL);
  }

  /** Nothing where no call is known; what is above the last bucket is said with it. */
  private void quantile(
      String section, String name, String measure, Details details, double share) {
    if (details.timed() > 0) {
      line(section, name, "", measure, Latency.ms(details, share));
    }
  }

  private void usd(String section, String name, String detail, String measure, long nano) {
    line(section, name, detail, measure, Money.plain(nano));
  }

  private void line(String section, String name, Object detail, String measure, Object value) {
    text.append(day)
        .append(',')
        .append(section)
        .append(',')
        .append(CsvCell.of(name))
        .append(',')
        .append(CsvCell.of(detail.toString()))
        .append(',')
        .append(measure)
        .append(',')
        .append(value)
        .append("\r\n");
  }
}
