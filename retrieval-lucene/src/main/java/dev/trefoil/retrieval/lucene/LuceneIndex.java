package dev.trefoil.retrieval.lucene;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Hit;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Unreadable;
import dev.trefoil.retrieval.RankFusion;
import dev.trefoil.retrieval.RankFusion.Ranked;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.BytesRef;

/**
 * Keeps the chunks of each store in an index of Lucene's of its own: words by BM25, vectors in
 * graphs (HNSW) with a byte a dimension. Its files lie in the store's blobs, and which of them are
 * the index says a record, which a put changes when all of them are there: what was acknowledged is
 * never lost, and of a put that was not, nothing is found. Many processes may put and search at a
 * time; each search asks for the newest record first, and has its files fetched where they are not
 * here yet.
 */
public final class LuceneIndex implements Index, AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,40}");

  /** Of the store's name: enough that no two have the same. */
  private static final int DIGITS = 40;

  /** Stores with open files. */
  private static final int MOST_OPEN = 200;

  /** Beyond so many, those that have nothing here are forgotten. */
  private static final int MOST_STORES = 10_000;

  /** Looked at in each graph, so that the nearest ten are there 19 times in 20 and more. */
  private static final int CANDIDATES = 2 * RankFusion.DEPTH;

  private final String name;
  private final Store store;
  private final Path folder;
  private final long mostBytes;
  private final int dimensions;
  private final InstantSource clock;
  private final Analyzer analyzer = new StandardAnalyzer();
  private final ConcurrentMap<String, StoreFolder> folders = new ConcurrentHashMap<>();
  private final AtomicLong made = new AtomicLong();

  /**
   * Asks nobody.
   *
   * @param name sets it apart from others in the same store
   * @param folder where its own folder is made, which {@link #close} deletes
   * @param mostBytes of the files in that folder; the stores that were not used for longest are
   *     left out, but never the one that is used
   */
  public LuceneIndex(
      String name, Store store, Path folder, long mostBytes, int dimensions, InstantSource clock) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("no name of an index: " + name);
    }
    this.name = name;
    this.store = store;
    this.mostBytes = mostBytes;
    this.dimensions = Vectors.requireDimensions(dimensions);
    this.clock = clock;
    try {
      Files.createDirectories(folder);
      this.folder = Files.createTempDirectory(folder, name + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the index " + name, e);
    }
  }

  @Override
  public void put(StoreKey key, List<Chunk> chunks, Deadline deadline) throws IndexException {
    Vectors.require(chunks, dimensions);
    if (chunks.isEmpty()) {
      return;
    }
    StoreFolder of = folder(key);
    of.change(
        true,
        writer -> {
          for (Chunk chunk : chunks) {
            writer.updateDocument(new Term(ChunkDocument.ID, chunk.id()), ChunkDocument.of(chunk));
          }
        },
        deadline);
    makeRoom(of);
  }

  @Override
  public void deleteFile(StoreKey key, String fileId, Deadline deadline) throws IndexException {
    StoreFolder of = folder(key);
    of.change(
        false,
        writer -> {
          writer.deleteDocuments(new Term(ChunkDocument.FILE, fileId));
          // A segment keeps the texts of what is deleted in it until it is written anew.
          writer.forceMergeDeletes(true);
        },
        deadline);
    makeRoom(of);
  }

  @Override
  public void deleteStore(StoreKey key, Deadline deadline) throws IndexException {
    folder(key).delete(deadline);
  }

  @Override
  public List<Hit> search(StoreKey key, Search search, Deadline deadline) throws IndexException {
    Vectors.require(search, dimensions);
    StoreFolder of = folder(key);
    Optional<Opened> opened = of.newest(deadline);
    if (opened.isEmpty()) {
      return List.of();
    }
    try {
      return search(opened.get().searcher(), search);
    } catch (IOException e) {
      throw new Unreadable("the index " + name + " cannot be read here", e);
    } finally {
      opened.get().leave();
      makeRoom(of);
    }
  }

  private List<Hit> search(IndexSearcher searcher, Search search) throws IOException {
    Optional<Query> filter = search.filter().map(Queries::filter);
    List<List<Integer>> rankings = new ArrayList<>();
    if (!search.text().isBlank()) {
      Optional<Query> words = Queries.words(search.text(), filter, analyzer);
      if (words.isPresent()) {
        rankings.add(best(searcher, words.get()));
      }
    }
    if (search.vector().length > 0) {
      rankings.add(best(searcher, Queries.nearest(search.vector(), CANDIDATES, filter)));
    }
    List<Hit> hits = new ArrayList<>();
    for (Ranked<Integer> ranked : RankFusion.fuse(rankings)) {
      if (hits.size() < search.limit() && ranked.score() >= search.threshold()) {
        BytesRef source =
            searcher.storedFields().document(ranked.id()).getBinaryValue(ChunkDocument.SOURCE);
        byte[] json =
            Arrays.copyOfRange(source.bytes, source.offset, source.offset + source.length);
        hits.add(new Hit(ChunkDocument.read(json), ranked.score()));
      }
    }
    return hits;
  }

  private static List<Integer> best(IndexSearcher searcher, Query query) throws IOException {
    List<Integer> ranking = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query, RankFusion.DEPTH).scoreDocs) {
      ranking.add(found.doc);
    }
    return ranking;
  }

  private StoreFolder folder(StoreKey key) {
    String digest = Digest.of(key.tenant() + "\n" + key.store()).substring(0, DIGITS);
    if (folders.size() > MOST_STORES) {
      folders.values().removeIf(StoreFolder::isIdle);
    }
    return folders.computeIfAbsent(
        digest,
        of ->
            new StoreFolder(
                store.records(),
                RecordKey.of("index." + name + "." + of),
                new SegmentBlobs(store.blobs(), "index/" + name + "/" + of + "/"),
                folder.resolve(of + "-" + made.incrementAndGet()),
                dimensions,
                analyzer,
                clock));
  }

  /** Bytes of the files that are here. */
  long bytes() {
    return folders.values().stream().mapToLong(StoreFolder::bytes).sum();
  }

  private boolean hasRoom() {
    return bytes() <= mostBytes
        && folders.values().stream().filter(one -> one.bytes() > 0).count() <= MOST_OPEN;
  }

  /** Leaves out what was not used for longest, until there is room. */
  private void makeRoom(StoreFolder used) {
    if (hasRoom()) {
      return;
    }
    List<StoreFolder> oldest =
        folders.values().stream()
            .filter(one -> one != used)
            .sorted(Comparator.comparingLong(StoreFolder::lastUsed))
            .toList();
    for (StoreFolder one : oldest) {
      if (!hasRoom()) {
        one.leaveOut();
      }
    }
  }

  /** Deletes what is here; in the store everything stays. */
  @Override
  public void close() {
    folders.values().forEach(StoreFolder::leaveOut);
    StoreFolder.deleteAll(folder);
  }
}
