package dev.trefoil.door.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.trefoil.json.Json;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.CsvCell;
import dev.trefoil.usage.UsageRecords.Counted;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Usage as a table, in JSON or CSV. */
final class UsageTable {
  private static final int NANO = 9;
  private static final String COUNTS =
      "calls,failed_calls,attempts,input_tokens,cached_tokens,cache_write_tokens,output_tokens,"
          + "reasoning_tokens,cost_usd,estimated_attempts,unpriced_attempts,checks,check_units";

  private UsageTable() {}

  /** The rows with the same values in some columns together. */
  static List<Counted> grouped(List<Counted> rows, List<UsageColumn> columns) {
    Map<List<String>, Counted> groups = new LinkedHashMap<>();
    for (Counted one : rows) {
      List<String> values = columns.stream().map(column -> column.of(one.row())).toList();
      groups.merge(
          values,
          one,
          (before, more) -> new Counted(before.row(), before.counts().plus(more.counts())));
    }
    return List.copyOf(groups.values());
  }

  static byte[] json(List<Counted> rows, List<UsageColumn> columns, LocalDate from, LocalDate to) {
    return Json.bytes(
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeStringField("from", from.toString());
          json.writeStringField("to", to.toString());
          json.writeArrayFieldStart("data");
          for (Counted one : rows) {
            json.writeStartObject();
            json.writeStringField("object", "usage");
            for (UsageColumn column : columns) {
              json.writeStringField(column.toString(), column.of(one.row()));
            }
            counts(json, one.counts());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeObjectFieldStart("total");
          counts(json, rows.stream().map(Counted::counts).reduce(Counts.NONE, Counts::plus));
          json.writeEndObject();
          json.writeEndObject();
        });
  }

  private static void counts(JsonGenerator json, Counts counts) throws IOException {
    json.writeNumberField("calls", counts.calls());
    json.writeNumberField("failed_calls", counts.failed());
    json.writeNumberField("attempts", counts.attempts());
    json.writeNumberField("input_tokens", counts.input());
    json.writeNumberField("cached_tokens", counts.cached());
    json.writeNumberField("cache_write_tokens", counts.written());
    json.writeNumberField("output_tokens", counts.output());
    json.writeNumberField("reasoning_tokens", counts.reasoning());
    json.writeFieldName("cost_usd");
    json.writeRawValue(usd(counts));
    json.writeNumberField("estimated_attempts", counts.estimated());
    json.writeNumberField("unpriced_attempts", counts.unpriced());
    json.writeNumberField("checks", counts.checks());
    json.writeNumberField("check_units", counts.units());
  }

  /** As RFC 4180 has it, with a line of names first. */
  static byte[] csv(List<Counted> rows, List<UsageColumn> columns) {
    StringBuilder text = new StringBuilder();
    columns.forEach(column -> text.append(column).append(','));
    text.append(COUNTS).append("\r\n");
    for (Counted one : rows) {
      columns.forEach(column -> text.append(CsvCell.of(column.of(one.row()))).append(','));
      text.append(String.join(",", numbers(one.counts()))).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> numbers(Counts counts) {
    List<String> numbers = new ArrayList<>();
    for (long number :
        new long[] {
          counts.calls(),
          counts.failed(),
          counts.attempts(),
          counts.input(),
          counts.cached(),
          counts.written(),
          counts.output(),
          counts.reasoning()
        }) {
      numbers.add(Long.toString(number));
    }
    numbers.add(usd(counts));
    numbers.add(Long.toString(counts.estimated()));
    numbers.add(Long.toString(counts.unpriced()));
    numbers.add(Long.toString(counts.checks()));
    numbers.add(Long.toString(counts.units()));
    return numbers;
  }

  private static String usd(Counts counts) {
    BigDecimal usd = BigDecimal.valueOf(counts.nanoUsd(), NANO);
    return usd.signum() == 0 ? "0" : usd.stripTrailingZeros().toPlainString();
  }
}
