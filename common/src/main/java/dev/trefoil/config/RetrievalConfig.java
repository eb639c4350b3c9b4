package dev.trefoil.config;

/**
 * What trefoil.yaml says of vector stores.
 *
 * @param embeddings the route that is asked for vectors, all of whose targets are one model
 * @param index which kind of index they are searched in
 */
public record RetrievalConfig(String embeddings, Kind index) {
  /** Kinds of indices. */
  public enum Kind {
    /** In each process's memory, read from the blob store: for small stores. */
    MEMORY
  }
}
