package dev.trefoil.job;

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
  void put(String name, byte[] bytes) throws StoreException;

  /** Reads what was stored. */
  byte[] get(String name) throws StoreException;
}
