package dev.trefoil.job;

import java.time.Instant;
import java.util.Optional;

/**
 * Small texts by id, changed only by conditional writes: all that claims and results need of a
 * cloud's table. Reads see every write that has returned. Used by many threads at once.
 */
public interface RecordStore {
  /**
   * Bytes of UTF-8 that a record's text may have on every cloud: DynamoDB's items end at 400 KB.
   */
  int MAX_TEXT = 300_000;

  /**
   * A record as it was read.
   *
   * @param version changes with every write
   */
  record Stored(String text, String version) {}

  /** Reads a record. */
  Optional<Stored> find(String id) throws StoreException;

  /**
   * Writes a record unless there is one of this id.
   *
   * @param id letters, digits, {@code -}, {@code _} and {@code .}
   * @param expires from when on the store may delete it
   * @return its version; empty when there is one already, which is left as it is
   */
  Optional<String> create(String id, String text, Instant expires) throws StoreException;

  /**
   * Writes a record over the one that was read as {@code version}.
   *
   * @return its new version; empty when it has been changed meanwhile, and is left as it is
   */
  Optional<String> replace(String id, String text, Instant expires, String version)
      throws StoreException;
}
