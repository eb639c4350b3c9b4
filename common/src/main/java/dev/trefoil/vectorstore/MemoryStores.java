package dev.trefoil.vectorstore;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.Hit;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.MemoryIndex;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile.State;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stores that this process has searched, in its memory: read from the blob store when a search
 * comes, as far as what is there is not known yet. So any process finds what any other has
 * ingested. For small stores. Used by many threads at once.
 */
final class MemoryStores {
  /** Bytes of a chunk beside its vector: the text, its words, and what leads to them. */
  private static final long BYTES_OF_TEXT = 6_000;

  /** A vector is there twice: as it came, and in length 1. */
  private static final long BYTES_OF_NUMBER = 2 * Float.BYTES;

  private static final System.Logger LOG = System.getLogger(MemoryStores.class.getName());

  private final ChunkBatches batches;
  private final long mostBytes;

  /** The one that was searched longest ago first. */
  private final Map<StoreKey, Loaded> stores = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param mostBytes of all stores, as far as they can be told beforehand; of more, those that were
   *     searched longest ago are forgotten
   */
  MemoryStores(ChunkBatches batches, long mostBytes) {
    this.batches = batches;
    this.mostBytes = mostBytes;
  }

  /** One store. */
  private static final class Loaded {
    private final MemoryIndex index;
    private long bytes;

    /** By which job each file was ingested that is here. */
    private final Map<String, String> jobs = new HashMap<>();

    Loaded(int dimensions) {
      index = new MemoryIndex(dimensions);
    }
  }

  /**
   * Searches a store.
   *
   * @param files all that it has
   */
  List<Hit> search(
      Caller owner, VectorStore store, List<AttachedFile> files, Search search, Deadline deadline)
      throws StoreException, IndexException {
    if (store.model().isEmpty()) {
      return List.of();
    }
    StoreKey key = VectorStores.key(owner, store);
    int dimensions = store.model().get().dimensions();
    Loaded loaded = room(key, dimensions, bytes(files, dimensions));
    synchronized (loaded) {
      load(loaded, key, owner, store, files, deadline);
    }
    return loaded.index.search(key, search, deadline);
  }

  private static long bytes(List<AttachedFile> files, int dimensions) {
    long chunks =
        files.stream()
            .filter(file -> file.state() == State.COMPLETED)
            .mapToLong(AttachedFile::count)
            .sum();
    return chunks * (BYTES_OF_TEXT + BYTES_OF_NUMBER * dimensions);
  }

  /** The store, when others have made room for what it will take. */
  private Loaded room(StoreKey key, int dimensions, long bytes) throws IndexException {
    if (bytes > mostBytes) {
      throw new IndexException.Refused(
          "the vector store takes more memory than index: memory has, "
              + (mostBytes >> 20)
              + " MB of this process");
    }
    synchronized (stores) {
      Loaded loaded = stores.computeIfAbsent(key, absent -> new Loaded(dimensions));
      loaded.bytes = bytes;
      long all = stores.values().stream().mapToLong(one -> one.bytes).sum();
      for (Iterator<Loaded> eldest = stores.values().iterator(); all > mostBytes; ) {
        Loaded one = eldest.next();
        if (one != loaded) {
          all -= one.bytes;
          eldest.remove();
        }
      }
      return loaded;
    }
  }

  private void load(
      Loaded loaded,
      StoreKey key,
      Caller owner,
      VectorStore store,
      List<AttachedFile> files,
      Deadline deadline)
      throws StoreException, IndexException {
    List<AttachedFile> completed =
        files.stream().filter(file -> file.state() == State.COMPLETED).toList();
    Set<String> gone = new HashSet<>(loaded.jobs.keySet());
    completed.forEach(file -> gone.remove(file.id()));
    for (String id : gone) {
      loaded.index.deleteFile(key, id, deadline);
      loaded.jobs.remove(id);
    }
    for (AttachedFile file : completed) {
      if (!file.job().equals(loaded.jobs.get(file.id()))) {
        loaded.index.deleteFile(key, file.id(), deadline);
        loaded.jobs.remove(file.id());
        load(loaded.index, key, owner, store.model().orElseThrow(), file, deadline);
        loaded.jobs.put(file.id(), file.job());
      }
    }
  }

  private void load(
      MemoryIndex index,
      StoreKey key,
      Caller owner,
      VectorModel model,
      AttachedFile file,
      Deadline deadline)
      throws StoreException, IndexException {
    for (int from = 0; from < file.count(); from += ChunkBatches.SIZE) {
      Optional<ChunkBatch> batch =
          batches
              .find(owner, file.chunks(), from / ChunkBatches.SIZE, deadline)
              .filter(there -> there.model().equals(model));
      if (batch.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "chunks of {0} are not there any more: attach it again to find them",
            file.id());
        continue;
      }
      index.put(key, Ingestion.chunks(file, from, batch.get()), deadline);
    }
  }
}
