package dev.trefoil.retrieval;

import dev.trefoil.chat.Deadline;
import java.util.List;

/**
 * Chunks of vector stores, kept to be found. All vectors of an index have one length, which it is
 * made for, and come of one model: whoever has two models has two indices. What was put is found by
 * every search that begins after {@link #put} has returned; an index of a service says if that
 * takes longer there. Used by many threads at once.
 */
public interface Index {
  /**
   * Adds chunks, and writes over those of the same id. They are safe when this returns; after a
   * failure some may be there, and the same call can be repeated.
   *
   * @throws IndexException.WrongVector when a vector has another length; nothing was put then
   */
  void put(StoreKey store, List<Chunk> chunks, Deadline deadline) throws IndexException;

  /** Deletes the chunks of a file, if there are any. */
  void deleteFile(StoreKey store, String fileId, Deadline deadline) throws IndexException;

  /** Deletes the chunks of a store, if there are any. */
  void deleteStore(StoreKey store, Deadline deadline) throws IndexException;

  /**
   * Searches by words (BM25) and by vectors (cosine), and fuses both by reciprocal rank. Tenant,
   * store and filter are part of either query, so that as many chunks are found as there are to be
   * found.
   *
   * @return the best first; empty for a store that has nothing
   * @throws IndexException.WrongVector when the vector has another length
   */
  List<Hit> search(StoreKey store, Search search, Deadline deadline) throws IndexException;
}
