package dev.trefoil.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/**
 * The day that something is counted in, and so its month.
 *
 * @param zone whose midnight ends it
 */
record Period(LocalDate day, ZoneId zone) {
  private static final int MONTHS_KEPT = 3;

  static Period at(Instant now, ZoneId zone) {
    return new Period(LocalDate.ofInstant(now, zone), zone);
  }

  YearMonth month() {
    return YearMonth.from(day);
  }

  /** The name of a counter of the day, among those of its month. */
  String ofDay(String counter) {
    return counter + "D" + "%02d".formatted(day.getDayOfMonth());
  }

  Instant dayEnds() {
    return day.plusDays(1).atStartOfDay(zone).toInstant();
  }

  Instant monthEnds() {
    return month().plusMonths(1).atDay(1).atStartOfDay(zone).toInstant();
  }

  /** When nobody asks for its counters any more. */
  Instant expires() {
    return month().plusMonths(MONTHS_KEPT).atDay(1).atStartOfDay(zone).toInstant();
  }

  /** A time until then, at least a second. */
  static Duration until(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    return left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left;
  }
}
