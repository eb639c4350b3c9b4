package dev.trefoil.telemetry;

import dev.trefoil.chat.Deadline;
import dev.trefoil.gateway.SideWork.StoreOperation;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A store whose records and blobs do as another's, and that notes how long each took. */
public final class NotedStore {
  private NotedStore() {}

  /**
   * The same store.
   *
   * @param records what keeps its records, in telemetry's words
   * @param blobs what keeps its blobs
   */
  public static Store of(Store store, String records, String blobs) {
    return new Store(
        new Records(store.records(), records), new Blobs(store.blobs(), blobs), store.queues());
  }

  /** Asks the store. */
  @FunctionalInterface
  private interface Asked<T> {
    T get() throws StoreException;
  }

  private static <T> T noted(String system, String operation, Asked<T> asked)
      throws StoreException {
    Instant began = Instant.now();
    long start = System.nanoTime();
    Optional<String> error = Optional.of("_OTHER");
    try {
      T answer = asked.get();
      error = Optional.empty();
      return answer;
    } catch (StoreException e) {
      error = Optional.of(e.getClass().getSimpleName().toLowerCase(Locale.ROOT));
      throw e;
    } finally {
      RequestNotes.note(
          new StoreOperation(
              system, operation, began, Duration.ofNanos(System.nanoTime() - start), error));
    }
  }

  private record Records(RecordStore store, String system) implements RecordStore {
    @Override
    public Optional<Stored> get(RecordKey key, Deadline deadline) throws StoreException {
      return noted(system, "get", () -> store.get(key, deadline));
    }

    @Override
    public Optional<String> create(RecordKey key, String text, Instant expires, Deadline deadline)
        throws StoreException {
      return noted(system, "create", () -> store.create(key, text, expires, deadline));
    }

    @Override
    public Optional<String> replace(
        RecordKey key, String text, Instant expires, String version, Deadline deadline)
        throws StoreException {
      return noted(system, "replace", () -> store.replace(key, text, expires, version, deadline));
    }

    @Override
    public void delete(RecordKey key, Deadline deadline) throws StoreException {
      var unused =
          noted(
              system,
              "delete",
              () -> {
                store.delete(key, deadline);
                return true;
              });
    }

    @Override
    public boolean delete(RecordKey key, String version, Deadline deadline) throws StoreException {
      return noted(system, "delete", () -> store.delete(key, version, deadline));
    }

    @Override
    public Map<String, Long> add(
        RecordKey key, Map<String, Long> deltas, Instant expires, Deadline deadline)
        throws StoreException {
      return noted(system, "add", () -> store.add(key, deltas, expires, deadline));
    }

    @Override
    public Page query(
        String group, String prefix, Optional<String> from, int limit, Deadline deadline)
        throws StoreException {
      return noted(system, "query", () -> store.query(group, prefix, from, limit, deadline));
    }
  }

  private record Blobs(BlobStore store, String system) implements BlobStore {
    @Override
    public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
      var unused =
          noted(
              system,
              "put",
              () -> {
                store.put(name, bytes, deadline);
                return true;
              });
    }

    @Override
    public byte[] get(String name, Deadline deadline) throws StoreException {
      return noted(system, "get", () -> store.get(name, deadline));
    }

    @Override
    public void delete(String name, Deadline deadline) throws StoreException {
      var unused =
          noted(
              system,
              "delete",
              () -> {
                store.delete(name, deadline);
                return true;
              });
    }

    @Override
    public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
      return noted(system, "link", () -> store.link(name, validFor, deadline));
    }
  }
}
