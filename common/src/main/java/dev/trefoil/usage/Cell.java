package dev.trefoil.usage;

import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import dev.trefoil.store.StoreException.Unreachable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One record of usage as this process adds to it. What comes while a write is under way goes
 * together in the next. Each write raises a counter of this process's own in the record, by which
 * it is found out whether a write that was not answered has happened: so each is counted once.
 */
final class Cell {
  private final RecordStore records;
  private final Row row;
  private final RecordKey key;
  private final String sequence;
  private final Instant expires;
  private final ReentrantLock writing = new ReentrantLock();

  /** What is not being written yet; guarded by itself. */
  private final Map<String, Long> pending = new HashMap<>();

  /** What the write that is under way, or was not answered, adds; guarded by {@link #writing}. */
  private Map<String, Long> sent = Map.of();

  private boolean unsure;
  private boolean made;
  private long written;

  /**
   * @param shard of the record's
   * @param sequence the counter of this process's own
   */
  Cell(RecordStore records, Row row, String shard, String sequence, Instant expires) {
    this.records = records;
    this.row = row;
    this.key = row.key(shard);
    this.sequence = sequence;
    this.expires = expires;
  }

  /** Adds in memory. */
  void add(Counts counts) {
    synchronized (pending) {
      counts.counters().forEach((name, count) -> pending.merge(name, count, Long::sum));
    }
  }

  /** Whether all of it is in the store. */
  boolean isClean() {
    synchronized (pending) {
      return pending.isEmpty() && sent.isEmpty();
    }
  }

  /**
   * Writes what was added before.
   *
   * @throws StoreException when it is not known to be written; the next call goes on with it
   */
  void write(Deadline deadline) throws StoreException {
    writing.lock();
    try {
      if (unsure) {
        resolve(deadline);
      }
      while (!isClean()) {
        if (sent.isEmpty()) {
          take();
        }
        send(deadline);
      }
    } finally {
      writing.unlock();
    }
  }

  private void take() {
    synchronized (pending) {
      sent = new HashMap<>(pending);
      pending.clear();
    }
    sent.put(sequence, 1L);
  }

  private void send(Deadline deadline) throws StoreException {
    if (!made) {
      var unused = records.create(key, row.text(), expires, deadline);
      made = true;
    }
    unsure = true;
    try {
      written = records.add(key, sent, expires, deadline).getOrDefault(sequence, written + 1);
      settled();
    } catch (Contended e) {
      unsure = false; // Nothing was added.
      throw e;
    } catch (Unreachable e) {
      throw e;
    } catch (StoreException e) {
      unsure = false; // It was refused.
      throw e;
    }
  }

  /** Finds out whether the write that was not answered has happened. */
  private void resolve(Deadline deadline) throws StoreException {
    Optional<Stored> there = records.get(key, deadline);
    long now = there.map(record -> record.counters().getOrDefault(sequence, 0L)).orElse(0L);
    if (now > written) {
      written = now;
      settled();
    } else {
      unsure = false;
    }
  }

  private void settled() {
    unsure = false;
    synchronized (pending) {
      sent = Map.of();
    }
  }
}
