package dev.trefoil.retrieval;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.RankFusion.Ranked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToDoubleFunction;

/**
 * An index in memory, which one process has and which ends with it. It looks at every chunk of the
 * store, and so finds exactly what is nearest.
 */
public final class MemoryIndex implements Index {
  private final int dimensions;
  private final ConcurrentMap<StoreKey, Kept> stores = new ConcurrentHashMap<>();

  /**
   * @param dimensions of its vectors, 1 to {@link Vectors#MAX_DIMENSIONS}
   */
  public MemoryIndex(int dimensions) {
    this.dimensions = Vectors.requireDimensions(dimensions);
  }

  /** A chunk, its vector in length 1, and its words. */
  private record Entry(Chunk chunk, float[] unit, WordRanking.Words words) {}

  /** What a store has. */
  private static final class Kept {
    /** By id, so that equals have an order. */
    private final Map<String, Entry> entries = new TreeMap<>();

    private final WordRanking ranking = new WordRanking();

    synchronized void put(List<Chunk> chunks) {
      for (Chunk chunk : chunks) {
        Entry entry =
            new Entry(chunk, Vectors.unit(chunk.vector()), WordRanking.words(chunk.text()));
        Entry before = entries.put(chunk.id(), entry);
        if (before != null) {
          ranking.remove(before.words());
        }
        ranking.add(entry.words());
      }
    }

    synchronized void deleteFile(String fileId) {
      entries
          .values()
          .removeIf(
              entry -> {
                boolean of = entry.chunk().fileId().equals(fileId);
                if (of) {
                  ranking.remove(entry.words());
                }
                return of;
              });
    }

    synchronized List<Hit> search(Search search) {
      List<Entry> candidates =
          entries.values().stream()
              .filter(
                  entry ->
                      search.filter().isEmpty()
                          || search.filter().get().matches(entry.chunk().attributes()))
              .toList();
      List<List<Entry>> rankings = new ArrayList<>();
      Set<String> asked = WordRanking.asked(search.text());
      if (!asked.isEmpty()) {
        rankings.add(ranked(candidates, entry -> ranking.score(asked, entry.words()), 0));
      }
      if (search.vector().length > 0) {
        float[] unit = Vectors.unit(search.vector());
        rankings.add(ranked(candidates, entry -> Vectors.dot(unit, entry.unit()), -2));
      }
      return RankFusion.fuse(rankings).stream()
          .filter(ranked -> ranked.score() >= search.threshold())
          .limit(search.limit())
          .map(Kept::hit)
          .toList();
    }

    private static List<Entry> ranked(
        List<Entry> entries, ToDoubleFunction<Entry> score, double above) {
      return entries.stream()
          .map(entry -> new Ranked<>(entry, score.applyAsDouble(entry)))
          .filter(ranked -> ranked.score() > above)
          .sorted(Comparator.comparingDouble((Ranked<Entry> each) -> each.score()).reversed())
          .limit(RankFusion.DEPTH)
          .map(Ranked::id)
          .toList();
    }

    private static Hit hit(Ranked<Entry> ranked) {
      Chunk chunk = ranked.id().chunk();
      return new Hit(
          new Chunk(
              chunk.id(),
              chunk.fileId(),
              chunk.fileName(),
              chunk.position(),
              chunk.text(),
              new float[0],
              chunk.attributes()),
          ranked.score());
    }
  }

  @Override
  public void put(StoreKey store, List<Chunk> chunks, Deadline deadline) throws IndexException {
    requireTime(deadline);
    Vectors.require(chunks, dimensions);
    if (!chunks.isEmpty()) {
      stores.computeIfAbsent(store, key -> new Kept()).put(chunks);
    }
  }

  @Override
  public void deleteFile(StoreKey store, String fileId, Deadline deadline) throws IndexException {
    requireTime(deadline);
    Kept kept = stores.get(store);
    if (kept != null) {
      kept.deleteFile(fileId);
    }
  }

  @Override
  public void deleteStore(StoreKey store, Deadline deadline) throws IndexException {
    requireTime(deadline);
    stores.remove(store);
  }

  @Override
  public List<Hit> search(StoreKey store, Search search, Deadline deadline) throws IndexException {
    requireTime(deadline);
    Vectors.require(search, dimensions);
    Kept kept = stores.get(store);
    return kept == null ? List.of() : kept.search(search);
  }

  private static void requireTime(Deadline deadline) throws Unreachable {
    if (deadline.isExpired()) {
      throw new Unreachable("memory is not asked: the time is over");
    }
  }
}
