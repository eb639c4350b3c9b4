package dev.trefoil.job;

import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.MemoryIndex;
import java.util.Optional;

/** All processes share an index. */
class VectorStoresInIndexTest extends VectorStoresContract {
  private final Index index = new MemoryIndex(64);

  @Override
  Optional<Index> index() {
    return Optional.of(index);
  }
}
