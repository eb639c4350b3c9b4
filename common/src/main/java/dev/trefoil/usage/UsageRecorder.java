package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.ShadowEnded;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records what calls use, in counters of the store by tenant, caller, route, target and day, before
 * a call's caller is told the answer's end. What the store does not take then is kept in memory and
 * goes with the next write.
 */
public final class UsageRecorder implements CallEventConsumer {
  private static final System.Logger LOG = System.getLogger(UsageRecorder.class.getName());

  /** How long a call waits until what it has used is written. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  /** Beyond so many records those of which everything is written are forgotten. */
  private static final int MOST_CELLS = 2_000;

  private static final int WRITER_BYTES = 6;

  /** Stands for the service in the row of a guardrail that asks others. */
  private static final String CHECKS = "guardrails/";

  private final RecordStore records;
  private final UsageSettings settings;
  private final InstantSource clock;
  private final Map<Row, Cell> cells = new LinkedHashMap<>();

  /** Who this process is; not before the first write, so that no two are from one snapshot. */
  private Optional<String> writer = Optional.empty();

  /** How many calls' usage was not written when they ended. */
  private final AtomicLong late = new AtomicLong();

  /** How many cells were made: one that is made again has a counter of its own again. */
  private long made;

  public UsageRecorder(RecordStore records, UsageSettings settings, InstantSource clock) {
    this.records = records;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      Map<String, Counts> byTarget = attempts(ended.trail(), ended.outcome());
      ended
          .trail()
          .last()
          .ifPresent(
              last ->
                  byTarget.merge(
                      last.target().toString(),
                      Counts.ofCall(ended.outcome() == Outcome.ANSWERED, ended.took()),
                      Counts::plus));
      add(ended.call(), byTarget);
    } else if (event instanceof ShadowEnded shadow) {
      add(shadow.call(), attempts(shadow.trail(), Outcome.ANSWERED));
    }
  }

  private static Map<String, Counts> attempts(Trail trail, Outcome outcome) {
    Map<String, Counts> byTarget = new LinkedHashMap<>();
    for (CheckRun run : trail.checks()) {
      byTarget.merge(CHECKS + run.check(), Counts.of(run), Counts::plus);
    }
    for (Attempt attempt : trail.paid()) {
      if (!attempt.outcome().equals(Attempt.CACHED)) {
        byTarget.merge(attempt.target().toString(), Counts.of(attempt), Counts::plus);
      }
    }
    Endings.of(trail, outcome)
        .forEach(
            ending ->
                byTarget.merge(
                    ending.attempt().target().toString(),
                    Counts.NONE.with(ending.details()),
                    Counts::plus));
    return byTarget;
  }

  private void add(CallEvent.Subject call, Map<String, Counts> byTarget) {
    Instant now = clock.instant();
    LocalDate day = LocalDate.ofInstant(now, settings.zone());
    Caller caller = call.caller();
    List<Cell> touched = new ArrayList<>();
    byTarget.forEach(
        (target, counts) -> {
          Row row = new Row(day, caller.tenant().orElse(""), caller.id(), call.route(), target);
          touched.add(counted(row, counts, now));
        });
    Deadline deadline = Deadline.after(PATIENCE);
    for (Cell cell : touched) {
      try {
        cell.write(deadline);
      } catch (StoreException e) {
        warn(call.requestId(), e);
      }
    }
  }

  /** As often as the count doubles: a store that is down must not fill the log. */
  private void warn(String requestId, StoreException e) {
    long count = late.incrementAndGet();
    if (Long.bitCount(count) == 1) {
      LOG.log(
          Level.WARNING,
          "the usage of "
              + count
              + " calls had to wait to be written, that of "
              + requestId
              + " the last: "
              + e.getMessage());
    }
  }

  private Cell counted(Row row, Counts counts, Instant now) {
    synchronized (cells) {
      if (cells.size() >= MOST_CELLS && !cells.containsKey(row)) {
        cells.values().removeIf(Cell::isClean);
      }
      Cell cell =
          cells.computeIfAbsent(
              row,
              fresh ->
                  new Cell(
                      records,
                      fresh,
                      writer().substring(0, 2),
                      "w" + writer() + "n" + Long.toHexString(++made),
                      now.plus(settings.keep())));
      cell.add(counts);
      return cell;
    }
  }

  private String writer() {
    if (writer.isEmpty()) {
      byte[] random = new byte[WRITER_BYTES];
      new SecureRandom().nextBytes(random);
      writer = Optional.of(HexFormat.of().formatHex(random));
    }
    return writer.get();
  }

  @Override
  public boolean flush(Deadline deadline) {
    List<Cell> waiting;
    synchronized (cells) {
      waiting = cells.values().stream().filter(cell -> !cell.isClean()).toList();
    }
    boolean all = true;
    for (Cell cell : waiting) {
      try {
        cell.write(deadline);
      } catch (StoreException e) {
        all = false;
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return "the record of usage";
  }
}
