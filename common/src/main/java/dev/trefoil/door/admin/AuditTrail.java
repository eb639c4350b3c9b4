package dev.trefoil.door.admin;

import com.fasterxml.jackson.jr.stree.JrsObject;
import dev.trefoil.chat.Deadline;
import dev.trefoil.json.Json;
import dev.trefoil.store.RecordFormat;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What operators have done, as records of the store that are added and never changed: a group a day
 * of UTC, in which the newest comes first. Used by many threads at once.
 */
public final class AuditTrail {
  /** The most days that are read at once. */
  public static final int MOST_DAYS = 93;

  private static final int FORMAT = 1;

  /** No job has an id with a dot in it. */
  private static final String PREFIX = "trefoil.audit.";

  /** Microseconds count down from here, so that names in order begin with the newest. */
  private static final long LAST_MICROS = 9_999_999_999_999_999L;

  private final RecordStore records;
  private final Duration keep;
  private final InstantSource clock;

  /**
   * @param records in order
   * @param keep how long an entry is kept
   */
  public AuditTrail(RecordStore records, Duration keep, InstantSource clock) {
    this.records = records;
    this.keep = keep;
    this.clock = clock;
  }

  /** How an action went. */
  public enum Outcome {
    /** It is about to be done. One without another entry may have been done or not. */
    BEGUN,
    /** It was done. */
    DONE,
    /** It was not, or nobody knows whether it was. */
    FAILED
  }

  /**
   * What an operator was about to do, or has done.
   *
   * @param id of the action: the same where it begins and where it ends
   * @param operator the caller's name
   * @param tenant the caller's
   * @param action e.g. {@code key.issue}
   * @param subject what it was done to; never a secret
   * @param error the code of the error by which it failed
   */
  public record Entry(
      String id,
      Instant at,
      String operator,
      Optional<String> tenant,
      String action,
      String subject,
      Outcome outcome,
      Optional<String> error) {
    /** The same action, ended. */
    Entry ended(Instant end, Outcome how, Optional<String> code) {
      return new Entry(id, end, operator, tenant, action, subject, how, code);
    }
  }

  /**
   * Some entries, newest first.
   *
   * @param next where the next page begins; empty on the last
   */
  public record Page(List<Entry> entries, Optional<String> next) {
    public Page {
      entries = List.copyOf(entries);
    }
  }

  /** The day that it is. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * Adds an entry.
   *
   * @throws StoreException when it is not known to be kept
   */
  public void add(Entry entry, Deadline deadline) throws StoreException {
    var unused = records.create(key(entry), write(entry), entry.at().plus(keep), deadline);
  }

  private static RecordKey key(Entry entry) {
    long micros = ChronoUnit.MICROS.between(Instant.EPOCH, entry.at());
    return new RecordKey(
        PREFIX + LocalDate.ofInstant(entry.at(), ZoneOffset.UTC),
        "%016d.%s.%d"
            .formatted(LAST_MICROS - micros, entry.id(), entry.outcome() == Outcome.BEGUN ? 1 : 0));
  }

  /**
   * Reads entries of days.
   *
   * @param to the last day, not more than {@link #MOST_DAYS} from the first on
   * @param after what the page before has as its next; empty for the first page
   * @param limit 1 to {@link RecordStore#MAX_PAGE}
   * @throws IllegalArgumentException when {@code after} is of no page before
   */
  public Page read(
      LocalDate from, LocalDate to, Optional<String> after, int limit, Deadline deadline)
      throws StoreException {
    Place place = after.isPresent() ? Place.read(after.get()) : new Place(to, Optional.empty());
    if (place.day().isAfter(to)) {
      throw new IllegalArgumentException("of other days");
    }
    List<Entry> entries = new ArrayList<>();
    Instant now = clock.instant();
    while (!place.day().isBefore(from)) {
      if (entries.size() == limit) {
        return new Page(entries, Optional.of(place.text()));
      }
      RecordStore.Page page =
          records.query(PREFIX + place.day(), "", place.from(), limit - entries.size(), deadline);
      for (Named record : page.records()) {
        if (record.record().expires().isAfter(now)) {
          entries.add(read(record.record().text()));
        }
      }
      place =
          page.next().isPresent()
              ? new Place(place.day(), page.next())
              : new Place(place.day().minusDays(1), Optional.empty());
    }
    return new Page(entries, Optional.empty());
  }

  /**
   * Where a page begins.
   *
   * @param from in the store's own words; empty for the day's newest
   */
  private record Place(LocalDate day, Optional<String> from) {
    private static final int DAY = 10;

    String text() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((day + from.orElse("")).getBytes(StandardCharsets.UTF_8));
    }

    static Place read(String text) {
      try {
        String both = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        return new Place(
            LocalDate.parse(both.substring(0, DAY)),
            Optional.of(both.substring(DAY)).filter(from -> !from.isEmpty()));
      } catch (DateTimeException | IndexOutOfBoundsException e) {
        throw new IllegalArgumentException("no place of a page", e);
      }
    }
  }

  private static String write(Entry entry) {
    return Json.object(
        json -> {
          RecordFormat.write(json, FORMAT);
          json.writeStringField("id", entry.id());
          json.writeStringField("at", entry.at().toString());
          json.writeStringField("operator", entry.operator());
          if (entry.tenant().isPresent()) {
            json.writeStringField("tenant", entry.tenant().get());
          }
          json.writeStringField("action", entry.action());
          json.writeStringField("subject", entry.subject());
          json.writeStringField("outcome", entry.outcome().name());
          if (entry.error().isPresent()) {
            json.writeStringField("error", entry.error().get());
          }
        });
  }

  private static Entry read(String text) throws StoreException {
    try {
      JrsObject json = Json.readWhole(text);
      var unused = RecordFormat.read(json, "an entry of the audit", FORMAT);
      return new Entry(
          part(json, "id"),
          Instant.parse(part(json, "at")),
          part(json, "operator"),
          Json.optionalText(json, "tenant"),
          part(json, "action"),
          part(json, "subject"),
          Outcome.valueOf(part(json, "outcome")),
          Json.optionalText(json, "error"));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      throw new Unreadable("an entry of the audit cannot be read: " + e.getMessage(), e);
    }
  }

  private static String part(JrsObject json, String name) throws IOException {
    return Json.optionalText(json, name)
        .orElseThrow(() -> new IOException("'" + name + "' is missing"));
  }
}
