// Searches of the embedded index beside exact ones.
package dev.trefoil.benchmarks.retrieval;

import dev.trefoil.benchmarks.BenchmarkContext;
import dev.trefoil.benchmarks.Measure;
import dev.trefoil.benchmarks.report.Results;
import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.Hit;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.retrieval.Vectors;
import dev.trefoil.retrieval.lucene.LuceneIndex;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Puts 100,000 chunks with vectors of 384 dimensions, a thousand at a time, and searches them from
 * a process that has to fetch the index first, one search after another.
 */
public final class Retrieval implements Measure {
  private static final int DIMENSIONS = 384;
  private static final int NEAREST = 10;
  private static final int BATCH = 1_000;
  private static final int OF_DATABASE = 20_000;
  private static final int WORDS_OF_CHUNK = 60;
  private static final int WORDS_OF_QUESTION = 6;
  private static final int VOCABULARY = 20_000;
  private static final StoreKey STORE = new StoreKey("", "vs_bench");

  @Override
  public String name() {
    return "retrieval";
  }

  @Override
  public void run(BenchmarkContext context, Results results) throws IOException {
    int chunks = context.rounds(100_000, 20_000);
    int questions = context.rounds(1_000, 300);
    MadeVectors made = new MadeVectors(DIMENSIONS, 1);
    Random random = new Random(2);
    float[][] vectors = new float[chunks][];
    Path folder = context.folder("retrieval");
    clear(folder);
    MemoryStore memory = new MemoryStore(InstantSource.system());
    Store store =
        new Store(memory, new FileBlobs(Files.createDirectories(folder.resolve("blobs"))), memory);
    Path cache = folder.resolve("cache");
    try {
      long began = System.nanoTime();
      try (LuceneIndex index = open(store, cache)) {
        for (int from = 0; from < chunks; from += BATCH) {
          List<Chunk> batch = new ArrayList<>();
          for (int i = from; i < from + BATCH; i++) {
            vectors[i] = made.next();
            batch.add(
                new Chunk(
                    Chunk.idOf("file", i),
                    "file",
                    "file.txt",
                    i,
                    words(random, WORDS_OF_CHUNK),
                    vectors[i],
                    Map.of()));
          }
          index.put(STORE, batch, patience());
          if ((from + BATCH) % 10_000 == 0) {
            context.say("retrieval: " + (from + BATCH) + " chunks are put");
          }
        }
      }
      double built = (System.nanoTime() - began) / 1e9;
      float[][] asked = new float[questions][];
      String[] texts = new String[questions];
      for (int i = 0; i < questions; i++) {
        asked[i] = made.next();
        texts[i] = words(random, WORDS_OF_QUESTION);
      }
      search(results, store, cache, vectors, asked, texts, built);
      database(context, results, Arrays.copyOf(vectors, OF_DATABASE), asked);
    } catch (IndexException e) {
      throw new IOException(e);
    } finally {
      clear(folder);
    }
  }

  private static void search(
      Results results,
      Store store,
      Path cache,
      float[][] vectors,
      float[][] asked,
      String[] texts,
      double built)
      throws IndexException, IOException {
    long before = heap();
    try (LuceneIndex index = open(store, cache)) {
      long fetched = System.nanoTime();
      index.search(STORE, question("", asked[0]), patience());
      double fetching = (System.nanoTime() - fetched) / 1e9;
      for (int i = 0; i < asked.length; i++) {
        index.search(STORE, question(texts[i], asked[i]), patience()); // Warm.
      }
      double[] byVector = new double[asked.length];
      double[] hybrid = new double[asked.length];
      double[] exact = new double[asked.length];
      int found = 0;
      for (int i = 0; i < asked.length; i++) {
        long start = System.nanoTime();
        List<Hit> hits = index.search(STORE, question("", asked[i]), patience());
        byVector[i] = millisSince(start);
        start = System.nanoTime();
        index.search(STORE, question(texts[i], asked[i]), patience());
        hybrid[i] = millisSince(start);
        start = System.nanoTime();
        Set<Integer> nearest = nearest(vectors, asked[i]);
        exact[i] = millisSince(start);
        found +=
            (int) hits.stream().filter(hit -> nearest.contains(hit.chunk().position())).count();
      }
      long heap = Math.max(0, heap() - before);
      long quantised = (long) vectors.length * DIMENSIONS;
      long mapped = mapped(cache);
      results.table(
          "Search in %,d chunks of %d dimensions, embedded index; vectors made, 32 of them independent"
              .formatted(vectors.length, DIMENSIONS),
          List.of(
              List.of("search", "p50, ms", "p95, ms", "recall@10"),
              List.of(
                  "by vector",
                  number(percentile(byVector, 50)),
                  number(percentile(byVector, 95)),
                  String.format(Locale.ROOT, "%.3f", (double) found / NEAREST / asked.length)),
              List.of(
                  "hybrid", number(percentile(hybrid, 50)), number(percentile(hybrid, 95)), "-"),
              List.of(
                  "exact, one thread",
                  number(percentile(exact, 50)),
                  number(percentile(exact, 95)),
                  "1")));
      results.table(
          "What the embedded index takes",
          List.of(
              List.of("what", "figure"),
              List.of("heap, MB", megabytes(heap)),
              List.of("quantised vectors and graphs, mapped, MB", megabytes(mapped)),
              List.of("quantised vectors alone, MB", megabytes(quantised)),
              List.of(
                  "heap and mapped, of the quantised vectors",
                  String.format(Locale.ROOT, "%.2f", (double) (heap + mapped) / quantised)),
              List.of("putting all, s", number(built)),
              List.of("fetching and opening, s", number(fetching))));
    }
  }

  /** On fewer chunks, since its graph takes long to build there. */
  private static void database(
      BenchmarkContext context, Results results, float[][] vectors, float[][] asked)
      throws IOException {
    Optional<PgVector.Answers> answers = PgVector.ask(context, vectors, asked, NEAREST);
    if (answers.isEmpty()) {
      results.note("pgvector is left out: node and npm are not installed.");
      return;
    }
    int found = 0;
    for (int i = 0; i < asked.length; i++) {
      Set<Integer> nearest = nearest(vectors, asked[i]);
      found += (int) answers.get().found().get(i).stream().filter(nearest::contains).count();
    }
    results.table(
        "The same questions in %,d of the chunks, pgvector's HNSW (m 16, ef 100) in PGlite"
            .formatted(vectors.length),
        List.of(
            List.of("p50, ms", "p95, ms", "recall@10", "building, s"),
            List.of(
                number(percentile(answers.get().millis(), 50)),
                number(percentile(answers.get().millis(), 95)),
                String.format(Locale.ROOT, "%.3f", (double) found / NEAREST / asked.length),
                number(answers.get().built()))));
  }

  private static LuceneIndex open(Store store, Path cache) {
    return new LuceneIndex(
        "bench", store, cache, Long.MAX_VALUE, DIMENSIONS, InstantSource.system());
  }

  private static Search question(String text, float[] vector) {
    return new Search(text, vector, Optional.empty(), NEAREST, 0);
  }

  private static Deadline patience() {
    return Deadline.after(Duration.ofMinutes(10));
  }

  /** Frequent words are more frequent, as in texts. */
  private static String words(Random random, int count) {
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < count; i++) {
      words.append('w').append((int) (VOCABULARY * Math.pow(random.nextDouble(), 3))).append(' ');
    }
    return words.toString();
  }

  private static Set<Integer> nearest(float[][] vectors, float[] asked) {
    float[] best = new float[NEAREST];
    int[] at = new int[NEAREST];
    Arrays.fill(best, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < vectors.length; i++) {
      float score = Vectors.dot(asked, vectors[i]);
      int place = NEAREST;
      while (place > 0 && score > best[place - 1]) {
        place--;
      }
      if (place < NEAREST) {
        System.arraycopy(best, place, best, place + 1, NEAREST - place - 1);
        System.arraycopy(at, place, at, place + 1, NEAREST - place - 1);
        best[place] = score;
        at[place] = i;
      }
    }
    Set<Integer> nearest = new HashSet<>();
    for (int one : at) {
      nearest.add(one);
    }
    return nearest;
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1e6);
  }

  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Bytes of quantised vectors and of graphs, in whatever file they lie. */
  private static long mapped(Path cache) throws IOException {
    long bytes = 0;
    try (Stream<Path> all = Files.walk(cache)) {
      for (Path folder : all.filter(Retrieval::isIndex).toList()) {
        try (Directory directory = FSDirectory.open(folder)) {
          for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
            bytes += mapped(directory, segment.info);
          }
        }
      }
    }
    return bytes;
  }

  private static boolean isIndex(Path folder) {
    String[] names = folder.toFile().list();
    return names != null && Arrays.stream(names).anyMatch(name -> name.startsWith("segments_"));
  }

  private static long mapped(Directory directory, SegmentInfo segment) throws IOException {
    if (!segment.getUseCompoundFile()) {
      return mapped(directory, segment.files());
    }
    try (Directory parts =
        segment.getCodec().compoundFormat().getCompoundReader(directory, segment)) {
      return mapped(parts, List.of(parts.listAll()));
    }
  }

  private static long mapped(Directory directory, Collection<String> names) throws IOException {
    long bytes = 0;
    for (String name : names) {
      if (name.endsWith(".veq") || name.endsWith(".vex")) {
        bytes += directory.fileLength(name);
      }
    }
    return bytes;
  }

  private static void clear(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(one);
        }
      }
    }
  }
}
