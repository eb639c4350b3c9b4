package dev.trefoil.config;

import java.net.URI;
import java.util.Optional;

/** Where vector stores are searched. */
public sealed interface IndexConfig {
  /** In each process's memory, read from the blob store: for small stores. */
  record Memory() implements IndexConfig {}

  /**
   * In Lucene's indices, whose segments lie in the blob store: for processes that have its library.
   *
   * @param name sets it apart from others in the same store
   * @param dimensions of the embedding model's vectors
   * @param folder where copies of segments are; the system's for temporary files unless said
   * @param mostBytes of these copies
   */
  record Lucene(String name, int dimensions, Optional<String> folder, long mostBytes)
      implements IndexConfig {}

  /**
   * In one index of a service of Azure AI Search.
   *
   * @param endpoint of the service
   * @param name of the index
   * @param dimensions of the embedding model's vectors
   */
  record AzureSearch(URI endpoint, String name, int dimensions) implements IndexConfig {}
}
