package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Does as another store does. */
public class ForwardingRecords implements RecordStore {
  private final RecordStore store;

  protected ForwardingRecords(RecordStore store) {
    this.store = store;
  }

  @Override
  public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
    return store.get(key, deadline);
  }

  @Override
  public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    return store.create(key, text, expires, deadline);
  }

  @Override
  public Optional<String> replace(
      RecordKey key, String text, Instant expires, String version, Deadline deadline)
      throws StoreException {
    return store.replace(key, text, expires, version, deadline);
  }

  @Override
  public void delete(RecordKey key, Deadline deadline) throws StoreException {
    store.delete(key, deadline);
  }

  @Override
  public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
    return store.delete(key, version, deadline);
  }

  @Override
  public Map<String, Long> add(
      RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
      throws StoreException {
    return store.add(key, deltas, expires, deadline);
  }

  @Override
  public Page query(
      String group, String prefix, Optional<String> from, int limit, Deadline deadline)
      throws StoreException {
    return store.query(group, prefix, from, limit, deadline);
  }
}
