package dev.trefoil.usage;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.StoreException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link UsageRecorder} has written. Used by many threads at once. */
public final class UsageRecords {
  /** The most days that are read at once. */
  public static final int MOST_DAYS = 93;

  /** The most rows that are read at once. */
  public static final int MOST_ROWS = 20_000;

  private final RecordStore records;
  private final UsageSettings settings;
  private final InstantSource clock;

  public UsageRecords(RecordStore records, UsageSettings settings, InstantSource clock) {
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  /** The day that it is by the configured time zone. */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), settings.zone());
  }

  /** One row with what it counts. */
  public record Counted(Row row, Counts counts) {}

  /**
   * Reads days, each row once.
   *
   * @param to the last day, not more than {@link #MOST_DAYS} from the first on
   * @param caller whose usage; empty for everybody's
   * @return in the order of days; empty where there are more than {@link #MOST_ROWS}
   */
  public Optional<List<Counted>> read(
      LocalDate from, LocalDate to, Optional<Caller> caller, Deadline deadline)
      throws StoreException {
    String prefix = caller.map(one -> Row.ofCaller(one.tenant().orElse(""), one.id())).orElse("");
    Map<Row, Counts> rows = new LinkedHashMap<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      Optional<String> next = Optional.empty();
      do {
        Page page = records.query(Row.groupOf(day), prefix, next, RecordStore.MAX_PAGE, deadline);
        for (Named record : page.records()) {
          if (!record.record().text().isEmpty()) {
            rows.merge(
                Row.read(day, record.record().text()),
                Counts.read(record.record().counters()),
                Counts::plus);
          }
        }
        if (rows.size() > MOST_ROWS) {
          return Optional.empty();
        }
        next = page.next();
      } while (next.isPresent());
    }
    List<Counted> read = new ArrayList<>(rows.size());
    rows.forEach((row, counts) -> read.add(new Counted(row, counts)));
    return Optional.of(read);
  }
}
