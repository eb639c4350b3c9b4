package dev.trefoil.retrieval.lucene;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;

/**
 * An index as a manifest says it, in a folder.
 *
 * @param version of the record that the manifest was in; empty before there is one
 * @param reader what searches read; empty of an index that has nothing yet. Its files may be
 *     deleted while it reads them
 */
record Opened(
    String version,
    Manifest manifest,
    Path folder,
    Directory directory,
    Optional<DirectoryReader> reader) {

  /** Whether it can be read from now on, until {@link #leave}. */
  boolean enter() {
    return reader.isPresent() && reader.get().tryIncRef();
  }

  /** What it was entered for is over. */
  void leave() {
    try {
      if (reader.isPresent()) {
        reader.get().decRef();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a reader does not close", e);
    }
  }

  IndexSearcher searcher() {
    return new IndexSearcher(reader.orElseThrow());
  }
}
