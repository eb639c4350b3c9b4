package dev.trefoil.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.door.admin.AuditTrail;
import dev.trefoil.door.admin.AuditTrail.Entry;
import dev.trefoil.door.admin.AuditTrail.Outcome;
import dev.trefoil.door.admin.AuditTrail.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What operators have done, on every cloud's store. */
abstract class AuditContract extends ThreadsContract {
  /** Days that no other test has entries of. */
  private final LocalDate last =
      LocalDate.of(2040, 1, 1).plusDays(4 * ThreadLocalRandom.current().nextLong(5_000));

  private Entry entry(int daysAgo, int micros, Outcome outcome) {
    return new Entry(
        "aud_" + micros,
        last.minusDays(daysAgo).atStartOfDay(ZoneOffset.UTC).toInstant().plusNanos(micros * 1_000L),
        "ops",
        daysAgo == 0 ? Optional.of("acme") : Optional.empty(),
        "key.issue",
        "key_1 of \"app\"",
        outcome,
        outcome == Outcome.FAILED ? Optional.of("too_many_keys") : Optional.empty());
  }

  @Test
  void theAuditIsReadPageByPageNewestFirstEachEntryOnce() throws Exception {
    List<Entry> newestFirst =
        List.of(
            entry(0, 7, Outcome.FAILED),
            entry(0, 7, Outcome.BEGUN),
            entry(0, 6, Outcome.BEGUN),
            entry(2, 9, Outcome.DONE),
            entry(2, 9, Outcome.BEGUN));
    AuditTrail trail = trail(InstantSource.fixed(Instant.EPOCH));
    for (int i : new int[] {3, 0, 4, 2, 1}) {
      trail.add(newestFirst.get(i), soon());
    }

    assertThat(pages(trail, last.minusDays(2), last, 2)).isEqualTo(newestFirst);
    assertThat(pages(trail, last.minusDays(2), last, 100)).isEqualTo(newestFirst);
    assertThat(pages(trail, last.minusDays(1), last, 1)).isEqualTo(newestFirst.subList(0, 3));
    assertThat(pages(trail, last.minusDays(2), last.minusDays(1), 1))
        .isEqualTo(newestFirst.subList(3, 5));
  }

  @Test
  void whatIsOlderThanItIsKeptIsNotTold() throws Exception {
    Entry old = entry(3, 1, Outcome.BEGUN);
    trail(InstantSource.system()).add(old, soon());

    assertThat(pages(trail(() -> old.at().plusSeconds(59)), last.minusDays(3), last, 9)).hasSize(1);
    assertThat(pages(trail(() -> old.at().plusSeconds(60)), last.minusDays(3), last, 9)).isEmpty();
  }

  private AuditTrail trail(InstantSource clock) throws Exception {
    return new AuditTrail(store().records(), Duration.ofMinutes(1), clock);
  }

  private static List<Entry> pages(AuditTrail trail, LocalDate from, LocalDate to, int limit)
      throws Exception {
    List<Entry> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page page = trail.read(from, to, after, limit, soon());
      assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.entries());
      after = page.next();
    } while (after.isPresent());
    return all;
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}
