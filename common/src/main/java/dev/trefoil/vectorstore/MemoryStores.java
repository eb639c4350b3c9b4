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
  /** Stores that are held at once; of more the one that was searched longest ago is forgotten. */
  private static final int MOST_STORES = 16;

  private static final System.Logger LOG = System.getLogger(MemoryStores.class.getName());

  private final ChunkBatches batches;
  private final int mostChunks;
  private final Map<StoreKey, Loaded> stores =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StoreKey, Loaded> eldest) {
          return size() > MOST_STORES;
        }
      };

  /**
   * @param mostChunks of a store
   */
  MemoryStores(ChunkBatches batches, int mostChunks) {
    this.batches = batches;
    this.mostChunks = mostChunks;
  }

  /** One store. */
  private static final class Loaded {
    private final MemoryIndex index;

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
    Loaded loaded;
    synchronized (stores) {
      loaded = stores.computeIfAbsent(key, absent -> new Loaded(store.model().get().dimensions()));
    }
    synchronized (loaded) {
      load(loaded, key, owner, store, files, deadline);
    }
    return loaded.index.search(key, search, deadline);
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
    if (completed.stream().mapToLong(AttachedFile::count).sum() > mostChunks) {
      throw new IndexException.Refused(
          "the vector store has more than "
              + mostChunks
              + " chunks, which is what index: memory takes");
    }
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
