package dev.trefoil.retrieval;

import dev.trefoil.store.Store;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens indices of the kind {@code lucene}, which this process searches itself and keeps in the
 * store. Found by {@link ServiceLoader}, since its library lies in containers and on laptops only.
 */
public interface EmbeddedIndex {
  /**
   * Opens one, without asking the store.
   *
   * @param name sets it apart from others in the same store: 1 to 40 small letters, digits and
   *     dashes
   * @param store where segments lie as blobs and manifests as records
   * @param folder where copies of them are; the process makes a folder of its own in it
   * @param mostBytes of those copies; the stores that were not used for longest are left out
   * @param dimensions of its vectors
   */
  Index open(String name, Store store, Path folder, long mostBytes, int dimensions);

  /** The one that this process has, if it has one. */
  static Optional<EmbeddedIndex> installed() {
    return ServiceLoader.load(EmbeddedIndex.class, EmbeddedIndex.class.getClassLoader())
        .findFirst();
  }
}
