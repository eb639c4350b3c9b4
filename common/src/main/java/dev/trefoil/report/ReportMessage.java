package dev.trefoil.report;

import dev.trefoil.json.Json;
import dev.trefoil.report.DailyReport.Anomaly;
import dev.trefoil.report.DailyReport.BudgetLine;
import java.util.List;
import java.util.Optional;

/** The few words about a report that a queue or a person's chat gets, as JSON. */
public final class ReportMessage {
  private static final int MOST = 10;
  private static final int LONGEST = 200;

  private ReportMessage() {}

  /**
   * A message of a few thousand bytes at most.
   *
   * @param html the blob that has the report; empty where none has
   * @param csv the same
   */
  public static String of(DailyReport report, Optional<String> html, Optional<String> csv) {
    return Json.object(
        json -> {
          json.writeStringField("object", "trefoil.report");
          json.writeStringField("day", report.day().toString());
          json.writeStringField("time_zone", report.zoneName());
          json.writeArrayFieldStart("clouds");
          for (String cloud : report.clouds()) {
            json.writeString(cloud);
          }
          json.writeEndArray();
          json.writeArrayFieldStart("unread");
          for (String cloud : report.unread()) {
            json.writeString(cut(cloud));
          }
          json.writeEndArray();
          json.writeFieldName("cost_usd");
          json.writeRawValue(Money.plain(report.total().nanoUsd()));
          json.writeNumberField("calls", report.total().calls());
          json.writeNumberField("failed_calls", report.total().failed());
          json.writeFieldName("cache_saved_usd");
          json.writeRawValue(
              Money.plain(report.savings().stream().mapToLong(one -> one.saved()).sum()));
          json.writeArrayFieldStart("budgets");
          for (BudgetLine line : near(report)) {
            json.writeStartObject();
            json.writeStringField("cloud", line.cloud());
            json.writeStringField("of", cut(line.use().scope().toString()));
            json.writeStringField("bound", line.use().bound());
            json.writeNumberField("percent", Math.round(line.use().share() * 100));
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeArrayFieldStart("anomalies");
          for (Anomaly one : first(report.anomalies())) {
            json.writeStartObject();
            json.writeStringField("of", cut(one.dimension() + " " + one.name()));
            json.writeStringField("measure", one.measure());
            json.writeFieldName("value");
            json.writeRawValue(Money.number(one.value()));
            json.writeFieldName("median");
            json.writeRawValue(Money.number(one.median()));
            json.writeEndObject();
          }
          json.writeEndArray();
          if (html.isPresent()) {
            json.writeStringField("html", html.get());
          }
          if (csv.isPresent()) {
            json.writeStringField("csv", csv.get());
          }
        });
  }

  /** Those that are spent beyond their soft limit. */
  private static List<BudgetLine> near(DailyReport report) {
    return first(
        report.budgets().stream()
            .filter(line -> line.use().share() >= line.use().warnAt())
            .toList());
  }

  private static <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  /** Names may be callers' own words. */
  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
