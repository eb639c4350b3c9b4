package dev.trefoil.usage;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.CallEvent;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEventConsumer;
import dev.trefoil.health.Worth;
import dev.trefoil.health.Worths;
import dev.trefoil.health.Worths.At;
import dev.trefoil.policy.Target;
import dev.trefoil.store.StoreException;
import dev.trefoil.usage.UsageRecords.Counted;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Learns what targets are worth, for routes whose order is by that: from this process's calls as
 * they end, and from the record of usage of today and yesterday, which is read beside calls every
 * few minutes.
 */
public final class ValueLearning implements CallEventConsumer {
  private static final System.Logger LOG = System.getLogger(ValueLearning.class.getName());

  /** How old what is known of the record may become. */
  static final Duration READ_EVERY = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Worths worths;
  private final Optional<UsageRecords> records;
  private final InstantSource clock;
  private final AtomicReference<Instant> read = new AtomicReference<>(Instant.EPOCH);

  /**
   * @param records empty where usage is not recorded: each process learns for itself then
   */
  public ValueLearning(Worths worths, Optional<UsageRecords> records, InstantSource clock) {
    this.worths = worths;
    this.records = records;
    this.clock = clock;
  }

  @Override
  public boolean readsOnlyEnds() {
    return true;
  }

  @Override
  public void accept(CallEvent event) {
    if (event instanceof CallEnded ended) {
      Endings.of(ended.trail(), ended.outcome())
          .forEach(
              ending ->
                  worths.add(
                      new At(ended.call().route(), ending.attempt().target()),
                      worth(ending.attempt(), ending.details())));
      readAhead();
    }
  }

  private static Worth worth(Attempt attempt, Details details) {
    return new Worth(
        details.judged(),
        details.passed(),
        details.used(),
        attempt.usage().promptTokens(),
        attempt.usage().cachedTokens(),
        attempt.usage().cacheWriteTokens(),
        attempt.usage().completionTokens());
  }

  /** Begins to read the record unless that was done lately; nobody waits for it. */
  public void readAhead() {
    Instant last = read.get();
    Instant now = clock.instant();
    if (records.isPresent()
        && !now.isBefore(last.plus(READ_EVERY))
        && read.compareAndSet(last, now)) {
      Thread.ofVirtual().name("trefoil-value").start(this::read);
    }
  }

  private void read() {
    try {
      readNow(Deadline.after(PATIENCE));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "what targets are worth to the fleet is not read, and this process goes by what it knows: "
              + e.getMessage());
    }
  }

  /** Reads the record now. Of more rows than are read at once it keeps what it knows. */
  void readNow(Deadline deadline) throws StoreException {
    UsageRecords kept = records.orElseThrow();
    Map<At, Worth> counted = worths.seen();
    LocalDate today = kept.today();
    Optional<List<Counted>> rows = kept.read(today.minusDays(1), today, Optional.empty(), deadline);
    if (rows.isEmpty()) {
      return;
    }
    Map<At, Worth> sums = new HashMap<>();
    for (Counted one : rows.get()) {
      Counts counts = one.counts();
      Details details = counts.details();
      Optional<Target> target = Target.parse(one.row().target());
      if (target.isPresent() && details.attempts() > 0) {
        // Tokens of older processes are among them, whose attempts are not known.
        double known = Math.min(1, (double) details.attempts() / counts.attempts());
        sums.merge(
            new At(one.row().route(), target.get()),
            new Worth(
                details.judged(),
                details.passed(),
                details.used(),
                Math.round(counts.input() * known),
                Math.round(counts.cached() * known),
                Math.round(counts.written() * known),
                Math.round(counts.output() * known)),
            Worth::plus);
      }
    }
    worths.learn(sums, counted);
  }
}
