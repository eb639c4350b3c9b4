package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Records in memory, with a list of what was asked of them, and writes that go wrong as told. */
final class CountedRecords implements RecordStore {
  private MemoryStore store = new MemoryStore(InstantSource.system());
  private final List<String> calls = new ArrayList<>();
  private final Set<RecordKey> keys = ConcurrentHashMap.newKeySet();
  private boolean failing;
  private boolean slow;
  private int unanswered;
  private int lost;

  /** What was asked since the last time. */
  synchronized List<String> calls() {
    List<String> all = List.copyOf(calls);
    calls.clear();
    return all;
  }

  synchronized void fail() {
    failing = true;
  }

  /** Others get their turn while a write is under way. */
  synchronized void slow() {
    slow = true;
  }

  /** So many of the next additions happen, and are not answered. */
  synchronized void leaveUnanswered(int count) {
    unanswered = count;
  }

  /** So many of the next additions do not happen, and are not answered. */
  synchronized void lose(int count) {
    lost = count;
  }

  synchronized void clear() {
    store = new MemoryStore(InstantSource.system());
    keys.clear();
  }

  /** What a counter is in all records that were written. */
  long sum(String counter) throws StoreException {
    long sum = 0;
    for (RecordKey key : keys) {
      sum +=
          store
              .get(key, Deadline.after(Duration.ofSeconds(5)))
              .map(found -> found.counters().getOrDefault(counter, 0L))
              .orElse(0L);
    }
    return sum;
  }

  private synchronized MemoryStore called(String what) throws StoreException {
    calls.add(what);
    if (failing) {
      throw new Unreachable("memory is told to fail");
    }
    return store;
  }

  @Override
  public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    return called("get").get(key, deadline);
  }

  @Override
  public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    return called("create").create(key, text, expires, deadline);
  }

  @Override
  public Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    return called("replace").replace(key, text, expires, version, deadline);
  }

  @Override
  public void delete(RecordKey key, Deadline deadline) throws StoreException {
    called("delete").delete(key, deadline);
  }

  @Override
  public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
    return called("delete").delete(key, version, deadline);
  }

  @Override
  public Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    MemoryStore to = called("add");
    if (slow) {
      Thread.yield();
    }
    keys.add(key);
    boolean isLost;
    boolean isUnanswered;
    synchronized (this) {
      isLost = lost > 0;
      lost -= isLost ? 1 : 0;
      isUnanswered = !isLost && unanswered > 0;
      unanswered -= isUnanswered ? 1 : 0;
    }
    if (isLost) {
      throw new Unreachable("memory has lost it");
    }
    Map<String, Long> now = to.add(key, deltas, expires, deadline);
    if (isUnanswered) {
      throw new Unreachable("memory does not say that it did it");
    }
    return now;
  }

  @Override
  public Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    return called("query").query(group, prefix, from, limit, deadline);
  }
}
