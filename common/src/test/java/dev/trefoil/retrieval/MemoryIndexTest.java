package dev.trefoil.retrieval;

/** The index of one process. */
class MemoryIndexTest extends IndexContract {
  private final Index index = new MemoryIndex(DIMENSIONS);

  @Override
  protected Index index() {
    return index;
  }
}
