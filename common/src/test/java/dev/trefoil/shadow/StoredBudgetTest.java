package dev.trefoil.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.chat.Deadline;
import dev.trefoil.health.MovedClock;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredBudgetTest {
  private final MovedClock clock = new MovedClock();
  private final MemoryStore store = new MemoryStore(clock);
  private final StoredBudget budget = new StoredBudget(store, clock);

  @Test
  void copiesAreTakenUntilTheBoundAndNoFurther() {
    assertThat(budget.take("chat", 0.6, 1)).isTrue();
    assertThat(budget.take("chat", 0.5, 1)).isFalse();
    assertThat(budget.take("chat", 0.4, 1)).as("what did not fit took nothing").isTrue();
    assertThat(budget.take("chat", 0.000001, 1)).isFalse();
  }

  @Test
  void whatACopyHasCostReplacesWhatItMightHave() {
    assertThat(budget.take("chat", 0.9, 1)).isTrue();
    budget.settle("chat", -0.8);
    assertThat(budget.take("chat", 0.9, 1)).isTrue();
    budget.settle("chat", 0.5);
    assertThat(budget.take("chat", 0.01, 1)).isFalse();
  }

  @Test
  void processesKeepToItTogether() {
    StoredBudget other = new StoredBudget(store, clock);
    assertThat(budget.take("chat", 0.6, 1)).isTrue();
    assertThat(other.take("chat", 0.6, 1)).isFalse();
  }

  @Test
  void eachRouteAndEachMonthHasItsOwn() {
    assertThat(budget.take("chat", 1, 1)).isTrue();
    assertThat(budget.take("code", 1, 1)).isTrue();
    assertThat(budget.take("chat", 1, 1)).isFalse();

    clock.advance(Duration.ofDays(31));
    assertThat(budget.take("chat", 1, 1)).isTrue();
  }

  @Test
  void nothingIsSentWhoseCostCannotBeCounted() {
    StoredBudget broken =
        new StoredBudget(
            new ForwardingRecords(store) {
              @Override
              public Map<String, Long> add(
                  RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
                  throws StoreException {
                throw new Unreachable("it is broken");
              }
            },
            clock);

    assertThat(broken.take("chat", 0.1, 1)).isFalse();
    broken.settle("chat", 0.1);
  }
}
