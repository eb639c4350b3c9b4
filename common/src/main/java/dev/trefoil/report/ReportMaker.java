package dev.trefoil.report;

import dev.trefoil.chat.Deadline;
import dev.trefoil.policy.Target;
import dev.trefoil.report.DailyReport.BudgetLine;
import dev.trefoil.report.DailyReport.DayTotal;
import dev.trefoil.report.DailyReport.Dimension;
import dev.trefoil.report.DailyReport.Event;
import dev.trefoil.report.DailyReport.Line;
import dev.trefoil.report.DailyReport.Retries;
import dev.trefoil.report.ReportSettings.Offer;
import dev.trefoil.routing.RoutingTable;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.Counts;
import dev.trefoil.usage.Details;
import dev.trefoil.usage.Details.Cause;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageRecords.Counted;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Makes the report of a day from the records of usage of one cloud or several: of the day, the two
 * weeks up to it and the same weekdays of eight weeks. Used by many threads at once.
 */
public final class ReportMaker {
  /** So many days up to the report's own are shown. */
  static final int DAYS_SHOWN = 14;

  private final List<ReportSource> sources;
  private final ZoneId zone;
  private final Optional<ZoneId> budgetZone;
  private final Map<Target, Offer> offers;
  private final Prices prices;

  /**
   * @param sources at least one
   * @param zone whose midnight ends a day of usage
   * @param budgetZone whose midnight ends a day of budgets; empty where there are none
   * @param offers of capacity
   */
  public ReportMaker(
      List<ReportSource> sources,
      ZoneId zone,
      Optional<ZoneId> budgetZone,
      Map<Target, Offer> offers,
      RoutingTable routing) {
    this.sources = List.copyOf(sources);
    this.zone = zone;
    this.budgetZone = budgetZone;
    this.offers = Map.copyOf(offers);
    this.prices = new Prices(routing);
  }

  /** Whose midnight ends a day of usage. */
  ZoneId zone() {
    return zone;
  }

  /** What was read, and what was not. */
  private static final class Read {
    private final TreeMap<LocalDate, DaySums> sums = new TreeMap<>();

    /** Days before the report's own of which a cloud's record is not whole. */
    private final Set<LocalDate> gaps = new HashSet<>();

    private final List<String> clouds = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<BudgetLine> budgets = new ArrayList<>();
  }

  /**
   * Makes it.
   *
   * @throws StoreException when no cloud's record of the day can be read
   */
  public DailyReport make(LocalDate day, Deadline deadline) throws StoreException {
    Read read = new Read();
    Optional<StoreException> failure = Optional.empty();
    for (ReportSource source : sources) {
      try {
        read(source, day, read, deadline);
        read.clouds.add(source.cloud());
      } catch (StoreException e) {
        read.unread.add(source.cloud() + ": " + e.getMessage());
        failure = Optional.of(e);
      }
    }
    if (read.clouds.isEmpty() && failure.isPresent()) {
      throw failure.get();
    }
    return report(day, read);
  }

  private void read(ReportSource source, LocalDate day, Read read, Deadline deadline)
      throws StoreException {
    List<Counted> own = rows(source, day, read.unread, deadline).orElse(List.of());
    read.sums.computeIfAbsent(day, ignored -> new DaySums()).add(own);
    if (source.budgets().isPresent()) {
      try {
        source
            .budgets()
            .get()
            .read(day, own.stream().map(Counted::row).toList(), deadline)
            .forEach(use -> read.budgets.add(new BudgetLine(source.cloud(), use)));
      } catch (StoreException e) {
        read.notes.add("The budgets of " + source.cloud() + " cannot be read: " + e.getMessage());
      }
    }
    for (LocalDate earlier : earlier(day)) {
      try {
        Optional<List<Counted>> rows = rows(source, earlier, read.notes, deadline);
        if (rows.isEmpty()) {
          read.gaps.add(earlier);
        }
        read.sums.computeIfAbsent(earlier, ignored -> new DaySums()).add(rows.orElse(List.of()));
      } catch (StoreException e) {
        earlier(day).stream().filter(one -> !one.isAfter(earlier)).forEach(read.gaps::add);
        read.notes.add(
            "The days of "
                + source.cloud()
                + " up to "
                + earlier
                + " cannot be read: "
                + e.getMessage());
        return;
      }
    }
  }

  /** The newest first. */
  private static List<LocalDate> earlier(LocalDate day) {
    TreeSet<LocalDate> days = new TreeSet<>(Comparator.reverseOrder());
    for (int ago = 1; ago < DAYS_SHOWN; ago++) {
      days.add(day.minusDays(ago));
    }
    for (int week = 1; week <= Anomalies.WEEKS; week++) {
      days.add(day.minusWeeks(week));
    }
    return List.copyOf(days);
  }

  /**
   * @param said takes what is to be said where there are more than can be read
   */
  private static Optional<List<Counted>> rows(
      ReportSource source, LocalDate day, List<String> said, Deadline deadline)
      throws StoreException {
    Optional<List<Counted>> rows = source.usage().read(day, day, Optional.empty(), deadline);
    if (rows.isEmpty()) {
      said.add(
          source.cloud()
              + " has more than "
              + UsageRecords.MOST_ROWS
              + " rows of "
              + day
              + ", which are left out.");
    }
    return rows;
  }

  private DailyReport report(LocalDate day, Read read) {
    TreeMap<LocalDate, DaySums> sums = read.sums;
    read.gaps.forEach(sums::remove);
    // Before the first day of which anything is recorded nothing is known, and after it all is.
    while (!sums.isEmpty()
        && sums.firstKey().isBefore(day)
        && sums.firstEntry().getValue().isEmpty()) {
      sums.pollFirstEntry();
    }
    DaySums today = sums.get(day);
    Map<Dimension, List<Line>> lines = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      lines.put(dimension, today.lines(dimension));
    }
    notes(day, read, sums, today);
    return new DailyReport(
        day,
        zone,
        read.clouds,
        read.unread,
        read.notes,
        today.total(),
        lines,
        read.budgets,
        prices.savings(today.of(Dimension.TARGET)),
        events(today, Details::left),
        events(today, Details::failed),
        retries(today),
        Anomalies.of(day, sums),
        prices.cheaper(today.byRoute()),
        prices.provisioned(
            offers, today, List.copyOf(sums.subMap(day.minusDays(DAYS_SHOWN / 2), day).values())),
        sums.tailMap(day.minusDays(DAYS_SHOWN - 1)).entrySet().stream()
            .map(entry -> new DayTotal(entry.getKey(), entry.getValue().total()))
            .toList());
  }

  private void notes(LocalDate day, Read read, TreeMap<LocalDate, DaySums> sums, DaySums today) {
    Counts total = today.total();
    long calls = total.calls() - total.details().calls();
    long attempts = total.attempts() - total.details().attempts();
    if (calls > 0 || attempts > 0) {
      read.notes.add(
          "Processes of an older version have counted "
              + calls
              + " of the calls and "
              + attempts
              + " of the attempts: why those failed and how long they took is not known.");
    }
    if (total.unpriced() > 0) {
      read.notes.add(
          "Of " + total.unpriced() + " attempts and checks no price is known: they count as 0.");
    }
    if (total.estimated() > 0) {
      read.notes.add(
          "The tokens of "
              + total.estimated()
              + " attempts are estimated, since their services did not count them.");
    }
    long weekdays =
        IntStream.rangeClosed(1, Anomalies.WEEKS)
            .filter(week -> sums.containsKey(day.minusWeeks(week)))
            .count();
    if (weekdays < Anomalies.LEAST) {
      read.notes.add(
          "Too little history for anomalies: "
              + weekdays
              + " of the "
              + Anomalies.LEAST
              + " "
              + day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH)
              + "s that it takes at least.");
    }
    if (budgetZone.isPresent() && !budgetZone.get().equals(zone)) {
      read.notes.add(
          "Days of usage end at midnight of "
              + zone
              + ", those of budgets of "
              + budgetZone.get()
              + ".");
    }
  }

  private static List<Event> events(DaySums day, Function<Details, Map<Cause, Long>> which) {
    List<Event> events = new ArrayList<>();
    day.byRoute()
        .forEach(
            (at, counts) ->
                which
                    .apply(counts.details())
                    .forEach(
                        (cause, times) ->
                            events.add(new Event(at.route(), at.target(), cause, times))));
    events.sort(
        Comparator.comparingLong((Event one) -> -one.times())
            .thenComparing(Event::route)
            .thenComparing(Event::target)
            .thenComparing(Event::cause));
    return events.subList(0, Math.min(DailyReport.MOST_LINES, events.size()));
  }

  private static List<Retries> retries(DaySums day) {
    List<Retries> retries = new ArrayList<>();
    day.byRoute()
        .forEach(
            (at, counts) -> {
              if (counts.details().retries() > 0) {
                retries.add(new Retries(at.route(), at.target(), counts.details().retries()));
              }
            });
    retries.sort(
        Comparator.comparingLong((Retries one) -> -one.times())
            .thenComparing(Retries::route)
            .thenComparing(Retries::target));
    return retries.subList(0, Math.min(DailyReport.MOST_LINES, retries.size()));
  }
}
