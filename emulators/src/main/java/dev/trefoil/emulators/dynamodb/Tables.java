// The tables that there are.
package dev.trefoil.emulators.dynamodb;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/** Tables by name. */
final class Tables {
  private final ConcurrentSkipListMap<String, Table> byName = new ConcurrentSkipListMap<>();
  private final Clock clock;
  private volatile Duration sweepEvery;

  Tables(Clock clock, Duration sweepEvery) {
    this.clock = clock;
    this.sweepEvery = sweepEvery;
  }

  Clock clock() {
    return clock;
  }

  /** How long an item may outlive its end at most, if its table is used. */
  void sweepEvery(Duration interval) {
    sweepEvery = interval;
  }

  void sweep() {
    byName.values().forEach(table -> table.alone(() -> sweep(table, Duration.ZERO)));
  }

  private Table sweep(Table table, Duration every) {
    table.sweep(clock.instant(), every);
    return table;
  }

  void create(Table table) {
    if (byName.putIfAbsent(table.name(), table) != null) {
      throw Refusal.tableExists(table.name());
    }
  }

  Optional<Table> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  void drop(Table table) {
    byName.remove(table.name());
  }

  List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** Runs alone on a table, which has to be there. */
  <T> T on(Request request, Function<Table, T> operation) {
    Table table = find(request.text("TableName").orElseThrow()).orElseThrow(Refusal::noTable);
    return table.alone(() -> operation.apply(sweep(table, sweepEvery)));
  }
}
