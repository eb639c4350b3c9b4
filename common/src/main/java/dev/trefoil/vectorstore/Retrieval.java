package dev.trefoil.vectorstore;

import dev.trefoil.attempt.Call;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.ingestion.Documents;
import dev.trefoil.retrieval.Filter;
import dev.trefoil.retrieval.Hit;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.Search;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Vector stores, put together. Used by many threads at once. */
public final class Retrieval {
  /** Of a process's memory, the part that stores may take which are searched there. */
  private static final int SHARE_OF_MEMORY = 4;

  private final Files files;
  private final VectorStores stores;
  private final ChunkBatches batches;
  private final Embedder embedder;
  private final Ingestion ingestion;
  private final Optional<Index> index;
  private final MemoryStores memory;

  /**
   * @param index that all processes share; empty where each has its own, in memory
   * @param keep how long files are kept
   */
  public Retrieval(
      Store store,
      Files files,
      Embedder embedder,
      Optional<Index> index,
      Duration keep,
      InstantSource clock,
      RandomGenerator random) {
    this.files = files;
    this.embedder = embedder;
    this.index = index;
    this.batches = new ChunkBatches(store.records(), store.blobs(), embedder.route());
    this.stores = new VectorStores(store.records(), index, batches, keep, clock, random);
    this.ingestion = new Ingestion(files, stores, batches, embedder, new Documents(), index);
    this.memory = new MemoryStores(batches, Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);
  }

  /** The stores, and what files they have. */
  public VectorStores stores() {
    return stores;
  }

  /** The files that stores are made of. */
  public Files files() {
    return files;
  }

  /** The route that is asked for vectors. */
  public String route() {
    return embedder.route();
  }

  /**
   * Ingests a file that a store has, if this job still is to do it.
   *
   * @param call as which vectors are asked for: its caller is the owner
   * @return whether it is over; false where the time is, and another is to go on
   * @throws EmbeddingException when there are no vectors now
   */
  public boolean ingest(String store, String file, String job, Call call)
      throws StoreException, IndexException, EmbeddingException {
    return ingestion.run(store, file, job, call);
  }

  /** The texts of a file's chunks, in their order; those that are there. */
  public List<String> texts(Caller owner, AttachedFile file, Deadline deadline)
      throws StoreException {
    List<String> texts = new ArrayList<>();
    for (int from = 0; from < file.count(); from += ChunkBatches.SIZE) {
      batches
          .find(owner, file.chunks(), from / ChunkBatches.SIZE, deadline)
          .ifPresent(batch -> texts.addAll(batch.texts()));
    }
    return texts;
  }

  /**
   * What is looked for.
   *
   * @param queries at least one; what the best of them finds counts
   * @param most hits at most, 1 to {@link Search#MAX_LIMIT}
   * @param threshold the least score of a hit, 0 to 1
   */
  public record Asked(List<String> queries, Optional<Filter> filter, int most, double threshold) {
    public Asked {
      queries = List.copyOf(queries);
    }
  }

  /**
   * Searches stores, which are the caller's own and there.
   *
   * @return the best first; none of a file that is not there any more
   * @throws EmbeddingException when there are no vectors, or those of another model than a store's
   */
  public List<Found> search(List<VectorStore> in, Asked asked, Call call)
      throws StoreException, IndexException, EmbeddingException {
    List<VectorStore> filled = in.stream().filter(store -> store.model().isPresent()).toList();
    if (filled.isEmpty()) {
      return List.of();
    }
    List<String> queries = asked.queries().stream().map(Retrieval::cut).toList();
    Embedder.Embedded vectors = embedder.embed(queries, call);
    Map<String, Found> best = new LinkedHashMap<>();
    for (VectorStore store : filled) {
      if (!store.model().orElseThrow().equals(vectors.model())) {
        throw new EmbeddingException(
            "the route gives vectors of "
                + vectors.model()
                + ", and those of the vector store "
                + store.id()
                + " are of "
                + store.model().orElseThrow()
                + ": they do not mix");
      }
      List<AttachedFile> attached = stores.files(call.caller(), store, call.deadline());
      for (int i = 0; i < queries.size(); i++) {
        Search search =
            new Search(
                queries.get(i),
                vectors.vectors().get(i),
                asked.filter(),
                asked.most(),
                asked.threshold());
        for (Hit hit : hits(call, store, attached, search)) {
          best.merge(
              store.id() + hit.chunk().id(),
              new Found(store.id(), hit),
              (one, other) -> one.hit().score() >= other.hit().score() ? one : other);
        }
      }
      var unused = stores.used(call.caller(), store, call.deadline());
    }
    return best.values().stream()
        .sorted(Comparator.comparingDouble((Found found) -> found.hit().score()).reversed())
        .limit(asked.most())
        .toList();
  }

  private List<Hit> hits(Call call, VectorStore store, List<AttachedFile> attached, Search search)
      throws StoreException, IndexException {
    if (index.isEmpty()) {
      return memory.search(call.caller(), store, attached, search, call.deadline());
    }
    Set<String> there = new HashSet<>();
    for (AttachedFile file : attached) {
      if (file.state() == State.COMPLETED) {
        there.add(file.id());
      }
    }
    // An index may still have what its records say is gone, or not whole yet.
    return index
        .get()
        .search(VectorStores.key(call.caller(), store), search, call.deadline())
        .stream()
        .filter(hit -> there.contains(hit.chunk().fileId()))
        .toList();
  }

  private static String cut(String query) {
    return query.length() <= Search.LONGEST_TEXT ? query : query.substring(0, Search.LONGEST_TEXT);
  }
}
