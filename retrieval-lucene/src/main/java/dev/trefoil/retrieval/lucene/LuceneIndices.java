package dev.trefoil.retrieval.lucene;

import dev.trefoil.retrieval.EmbeddedIndex;
import dev.trefoil.retrieval.Index;
import dev.trefoil.store.Store;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a process that has this jar finds. */
public final class LuceneIndices implements EmbeddedIndex {
  /** Kept, since what is set of a logger that nobody has is forgotten. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  static {
    // Its hints at options of the JVM are no lines of our log.
    LUCENE.setLevel(Level.SEVERE);
  }

  @Override
  public Index open(String name, Store store, Path folder, long mostBytes, int dimensions) {
    return new LuceneIndex(name, store, folder, mostBytes, dimensions, InstantSource.system());
  }
}
