package dev.trefoil.door.admin;

import dev.trefoil.usage.Row;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** By what usage is told apart. */
enum UsageColumn {
  DAY(row -> row.day().toString()),
  TENANT(Row::tenant),
  CALLER(Row::caller),
  ROUTE(Row::route),
  TARGET(Row::target),
  MODEL(Row::model);

  private final Function<Row, String> value;

  UsageColumn(Function<Row, String> value) {
    this.value = value;
  }

  static Optional<UsageColumn> of(String name) {
    return Arrays.stream(values()).filter(column -> column.toString().equals(name)).findFirst();
  }

  String of(Row row) {
    return value.apply(row);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
