package dev.trefoil.shadow;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.ShadowBudget;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * What the copies of each route have cost in a month of UTC, as a counter of the store. What a copy
 * may cost is counted before it is sent, so that processes together keep to the bound.
 */
public final class StoredBudget implements ShadowBudget {
  private static final System.Logger LOG = System.getLogger(StoredBudget.class.getName());

  /** No job has an id with a dot in it. */
  private static final String PREFIX = "trefoil.shadow.";

  private static final String MICRO_USD = "microUsd";
  private static final double MICRO = 1e6;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final RecordStore records;
  private final InstantSource clock;

  /**
   * @param records one in memory bounds what this process alone sends
   */
  public StoredBudget(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  @Override
  public boolean take(String route, double usd, double monthlyUsd) {
    long micro = (long) Math.ceil(usd * MICRO);
    try {
      boolean fits = add(route, micro) <= monthlyUsd * MICRO;
      if (!fits) {
        var unused = add(route, -micro);
      }
      return fits;
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "no copy of a call of " + route + " is sent: its cost is not counted: " + e.getMessage());
      return false;
    }
  }

  @Override
  public void settle(String route, double usd) {
    try {
      var unused = add(route, (long) Math.ceil(usd * MICRO));
    } catch (StoreException e) {
      LOG.log(
          Level.WARNING,
          "what a copy of a call of "
              + route
              + " has cost is counted as estimated: "
              + e.getMessage());
    }
  }

  private long add(String route, long micro) throws StoreException {
    YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    RecordKey key = RecordKey.of(PREFIX + Digest.of(route) + "." + month);
    return records
        .add(
            key,
            Map.of(MICRO_USD, micro),
            month.plusMonths(2).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
            Deadline.after(PATIENCE))
        .get(MICRO_USD);
  }
}
