package dev.trefoil.job;

import dev.trefoil.retrieval.Index;
import java.util.Optional;

/** Each process has what it searches in its own memory. */
class VectorStoresInMemoryTest extends VectorStoresContract {
  @Override
  Optional<Index> index() {
    return Optional.empty();
  }
}
