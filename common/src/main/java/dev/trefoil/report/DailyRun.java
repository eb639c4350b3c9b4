package dev.trefoil.report;

import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Writes the report of a day once, though several processes wake for it: who makes the day's record
 * writes it, and another only where that one has not said for ten minutes that it is done.
 */
public final class DailyRun {
  private static final System.Logger LOG = System.getLogger(DailyRun.class.getName());

  /** How long a process that is writing is let be. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What of the time is for writing what was read. */
  private static final Duration WRITING = Duration.ofSeconds(15);

  private static final Duration KEEP = Duration.ofDays(90);
  private static final String DONE = "done";
  private static final String BEGUN = "begun";

  private final ReportSettings settings;
  private final ReportMaker maker;
  private final Store store;
  private final Optional<String> queue;
  private final Optional<Webhook> webhook;
  private final InstantSource clock;

  /** The last day of which this process knows that it is done. */
  private volatile Optional<LocalDate> done = Optional.empty();

  /**
   * @param store where it is written
   * @param queue which is told; empty for none
   * @param webhook who is told; empty for nobody
   */
  public DailyRun(
      ReportSettings settings,
      ReportMaker maker,
      Store store,
      Optional<String> queue,
      Optional<Webhook> webhook,
      InstantSource clock) {
    this.settings = settings;
    this.maker = maker;
    this.store = store;
    this.queue = queue;
    this.webhook = webhook;
    this.clock = clock;
  }

  /**
   * The day whose report is due now: yesterday, or before the hour the day before; never one that
   * has not ended where usage is counted.
   */
  LocalDate due() {
    Instant instant = clock.instant();
    ZonedDateTime now = instant.atZone(settings.zone());
    boolean early = now.toLocalTime().isBefore(settings.at());
    LocalDate wanted = now.toLocalDate().minusDays(early ? 2 : 1);
    LocalDate ended = LocalDate.ofInstant(instant, maker.zone()).minusDays(1);
    return wanted.isBefore(ended) ? wanted : ended;
  }

  /** As {@link #runIfDue}; where the report cannot be written that is logged. */
  public Optional<LocalDate> runOrLog(Deadline deadline) {
    try {
      return runIfDue(deadline);
    } catch (StoreException | RuntimeException e) {
      LOG.log(Level.ERROR, "the report of " + due() + " is not written: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Writes the report that is due unless that has been done or is being done.
   *
   * @return the day, where it was written here
   * @throws StoreException when it could not be; a later call tries again
   */
  public Optional<LocalDate> runIfDue(Deadline deadline) throws StoreException {
    LocalDate day = due();
    if (done.filter(day::equals).isPresent()) {
      return Optional.empty();
    }
    if (deadline.remaining().compareTo(WRITING) <= 0) {
      return Optional.empty(); // A claim now would only hold back the next one.
    }
    RecordKey key = RecordKey.of("trefoil.report." + day);
    Optional<String> version = claim(key, day, deadline);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    String message = write(day, deadline);
    // Whoever was quicker has written the same.
    var unused = store.records().replace(key, text(DONE), expires(), version.get(), deadline);
    done = Optional.of(day);
    // Last: one that hangs must not have the report written, and the queue told, again.
    if (webhook.isPresent()) {
      tell(webhook.get(), day, message, deadline);
    }
    return Optional.of(day);
  }

  /** The version of the record that says that this process writes it; empty where another does. */
  private Optional<String> claim(RecordKey key, LocalDate day, Deadline deadline)
      throws StoreException {
    RecordStore records = store.records();
    Optional<Stored> there = records.get(key, deadline);
    if (there.isEmpty()) {
      return records.create(key, text(BEGUN), expires(), deadline);
    }
    if (state(there.get()).equals(DONE)) {
      done = Optional.of(day);
      return Optional.empty();
    }
    return began(there.get()).plus(PATIENCE).isAfter(clock.instant())
        ? Optional.empty()
        : records.replace(key, text(BEGUN), expires(), there.get().version(), deadline);
  }

  private String text(String state) {
    return Json.object(
        json -> {
          json.writeStringField("state", state);
          json.writeNumberField("at", clock.instant().getEpochSecond());
        });
  }

  private Instant expires() {
    return clock.instant().plus(KEEP);
  }

  private static String state(Stored record) {
    try {
      return Json.text(Json.readWhole(record.text()), "state").orElse(BEGUN);
    } catch (IOException e) {
      return BEGUN;
    }
  }

  /** One that cannot be read was begun by nobody who still works on it. */
  private static Instant began(Stored record) {
    try {
      return Json.text(Json.readWhole(record.text()), "at")
          .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
          .orElse(Instant.EPOCH);
    } catch (IOException | NumberFormatException e) {
      return Instant.EPOCH;
    }
  }

  /** One that does not take it is no reason to write the report again. */
  private static void tell(Webhook webhook, LocalDate day, String message, Deadline deadline) {
    try {
      webhook.tell("trefoil-report-" + day, message, deadline);
    } catch (IOException e) {
      LOG.log(
          Level.ERROR, webhook + " is not told of the report of " + day + ": " + e.getMessage());
    }
  }

  private String write(LocalDate day, Deadline deadline) throws StoreException {
    DailyReport report = maker.make(day, Deadline.after(deadline.remaining().minus(WRITING)));
    Optional<String> html = Optional.empty();
    Optional<String> csv = Optional.empty();
    if (settings.blobs()) {
      html = Optional.of("reports/" + day + "/html");
      csv = Optional.of("reports/" + day + "/csv");
      store.blobs().put(html.get(), HtmlReport.of(report), deadline);
      store.blobs().put(csv.get(), CsvReport.of(report), deadline);
    }
    String message = ReportMessage.of(report, html, csv);
    if (queue.isPresent()) {
      store.queues().send(queue.get(), message, Duration.ZERO, deadline);
    }
    LOG.log(
        Level.INFO,
        "the report of "
            + day
            + " is written: "
            + report.total().calls()
            + " calls, US$ "
            + Money.plain(report.total().nanoUsd())
            + (report.unread().isEmpty() ? "" : ", without " + report.unread()));
    return message;
  }
}
