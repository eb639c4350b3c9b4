package dev.trefoil.runtime;

import dev.trefoil.chat.Deadline;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.gateway.ShadowRunner;
import dev.trefoil.gateway.Shadows;
import dev.trefoil.routing.Router;
import dev.trefoil.shadow.BackgroundShadows;
import dev.trefoil.shadow.QueuedShadows;
import dev.trefoil.shadow.StoredBudget;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Sends copies of calls to standbys as the process can: by the jobs' queue, since a function stands
 * still once it has answered, or beside all else where it goes on.
 */
final class Shadowing implements Shadows {
  private final StoredBudget budget;
  private volatile Optional<Shadows> way;
  private volatile Optional<ShadowRunner> runner = Optional.empty();

  /**
   * @param store where what copies cost is counted; without one each process counts for itself
   * @param queue that of jobs; empty where there is none
   */
  Shadowing(Optional<Store> store, Optional<String> queue) {
    InstantSource clock = InstantSource.system();
    RecordStore records = store.map(Store::records).orElseGet(() -> new MemoryStore(clock));
    this.budget = new StoredBudget(records, clock);
    this.way = queue.map(name -> new QueuedShadows(store.orElseThrow().queues(), name));
  }

  /** What offers copies, which are sent by these. To be called once, before the first call. */
  Shadows over(Router router, FallbackLoop loop, CallEvents events) {
    runner = Optional.of(new ShadowRunner(router, loop, events, budget));
    return this;
  }

  /** The process goes on after an answer. */
  void inBackground() {
    way = runner.map(BackgroundShadows::new);
  }

  @Override
  public void offer(ShadowCopy copy) {
    way.ifPresent(one -> one.offer(copy));
  }

  /** Sends the copy that a message is. */
  void handle(String body, Deadline deadline) {
    runner.ifPresent(one -> QueuedShadows.handle(body, one, deadline));
  }
}
