package dev.trefoil.store;

import dev.trefoil.chat.Deadline;
import java.time.Duration;

/**
 * What is too large for a record or a message, by name. A name is written once; the container's
 * lifecycle rule deletes what is old. Used by many threads at once.
 */
public interface BlobStore {
  /**
   * Stores bytes; they are safe when this returns.
   *
   * @param name letters, digits, {@code -}, {@code _} and slashes
   */
  void put(String name, byte[] bytes, Deadline deadline) throws StoreException;

  /**
   * Reads what was stored.
   *
   * @throws StoreException.NoBlob when it is not there (any more)
   */
  byte[] get(String name, Deadline deadline) throws StoreException;

  /** Deletes what was stored, if it is there. */
  void delete(String name, Deadline deadline) throws StoreException;

  /**
   * A link by which someone who has no credential of the store reads what was stored, as {@link
   * BlobLink#CONTENT_TYPE} and {@link BlobLink#contentDisposition}. Whether there is a blob of the
   * name is not looked up.
   *
   * @param validFor how long at most, from a second to {@link BlobLink#LONGEST_VALID_FOR}
   * @throws StoreException when nobody signs it
   */
  BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException;
}
