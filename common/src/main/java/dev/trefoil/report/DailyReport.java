package dev.trefoil.report;

import dev.trefoil.usage.BudgetReading;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.Details;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What one day has cost, and how it went. Money is in billionths of a US dollar. Lists have what
 * costs most, or happens most, first.
 *
 * @param day by {@code zone}
 * @param clouds whose records are in it
 * @param unread whose records are missing from it, in words; empty where it is whole
 * @param notes what else is to be known of it, in words
 * @param lines by what they are told apart
 * @param days so many before it and itself, in order; none where nothing was recorded yet
 */
public record DailyReport(
    LocalDate day,
    ZoneId zone,
    List<String> clouds,
    List<String> unread,
    List<String> notes,
    Counts total,
    Map<Dimension, List<Line>> lines,
    List<BudgetLine> budgets,
    List<Saving> savings,
    List<Event> fallbacks,
    List<Event> errors,
    List<Retries> retries,
    List<Anomaly> anomalies,
    List<Cheaper> cheaper,
    List<Provisioned> provisioned,
    List<DayTotal> days) {
  /** The most lines of one dimension; what is left is together in the last. */
  public static final int MOST_LINES = 200;

  public DailyReport {
    clouds = List.copyOf(clouds);
    unread = List.copyOf(unread);
    notes = List.copyOf(notes);
    lines = Collections.unmodifiableMap(new EnumMap<>(lines));
    budgets = List.copyOf(budgets);
    savings = List.copyOf(savings);
    fallbacks = List.copyOf(fallbacks);
    errors = List.copyOf(errors);
    retries = List.copyOf(retries);
    anomalies = List.copyOf(anomalies);
    cheaper = List.copyOf(cheaper);
    provisioned = List.copyOf(provisioned);
    days = List.copyOf(days);
  }

  /** The time zone as people write it. */
  public String zoneName() {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }

  /** By what usage is told apart. */
  public enum Dimension {
    TENANT,
    ROUTE,
    TARGET,
    MODEL;

    /** As it is told. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What one of a dimension has used.
   *
   * @param name empty for the calls of callers without a tenant
   */
  public record Line(String name, Counts counts) {
    /** What a call has cost; empty where there was none. */
    public Optional<Long> nanoUsdACall() {
      return counts.calls() == 0
          ? Optional.empty()
          : Optional.of(Math.round((double) counts.nanoUsd() / counts.calls()));
    }

    /** What a thousand tokens have cost; empty where there were none. */
    public Optional<Long> nanoUsdAThousandTokens() {
      long tokens = counts.input() + counts.output();
      return tokens == 0
          ? Optional.empty()
          : Optional.of(Math.round(counts.nanoUsd() * 1_000.0 / tokens));
    }
  }

  /** What is used of a budget of one cloud, which each counts for itself. */
  public record BudgetLine(String cloud, BudgetReading.Use use) {}

  /**
   * What a target's prompt caches have saved by its price.
   *
   * @param cached tokens that were read from one
   * @param atInput what they would have cost as input
   * @param paid what they cost
   * @param written tokens that were written to one
   * @param surcharge what these cost more than as input
   */
  public record Saving(
      String target, long cached, long atInput, long paid, long written, long surcharge) {
    /** What is left of it; below 0 where writing has cost more than reading has saved. */
    public long saved() {
      return atInput - paid - surcharge;
    }
  }

  /** What has happened to attempts of a route at a target, so many times. */
  public record Event(String route, String target, Details.Cause cause, long times) {}

  /** How often calls of a route have asked a target again. */
  public record Retries(String route, String target, long times) {}

  /**
   * What is unlike the same weekdays before.
   *
   * @param name of the tenant, route or target; {@code all} of all calls
   * @param measure {@code cost}, {@code calls} or {@code failed}
   * @param value in US dollars, calls, or as a share of calls
   * @param median of the days before, in the same
   * @param spread how far from it is usual, in the same
   * @param days how many there were
   */
  public record Anomaly(
      String dimension,
      String name,
      String measure,
      double value,
      double median,
      double spread,
      int days) {}

  /**
   * What the same tokens would have cost at another target of the route, by the price table.
   *
   * @param nanoUsd at the target that was asked
   * @param nanoUsdThere at the other
   * @param arithmetic how that comes about
   */
  public record Cheaper(
      String route,
      String target,
      String other,
      long nanoUsd,
      long nanoUsdThere,
      String arithmetic) {}

  /**
   * Capacity that would have cost less than what was paid by tokens, on the day and on half of the
   * days before.
   *
   * @param arithmetic how that comes about
   */
  public record Provisioned(String target, long units, long nanoUsdADay, String arithmetic) {}

  /** What one day has used. */
  public record DayTotal(LocalDate day, Counts counts) {}
}
