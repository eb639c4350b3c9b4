package dev.trefoil.retrieval.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.Chunk;
import dev.trefoil.retrieval.EmbeddedIndex;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexContract;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.IndexException.Unreadable;
import dev.trefoil.retrieval.IndexException.WrongVector;
import dev.trefoil.retrieval.Search;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.store.BlobLink;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.ForwardingRecords;
import dev.trefoil.store.MemoryStore;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.Store;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lucene's indices, over a store in memory. */
class LuceneIndexTest extends IndexContract {
  private static final StoreKey STORE = new StoreKey("acme", "vs_1");
  private static final float[] NORTH = {1, 0, 0, 0};
  private static final long ROOM = 1L << 30;

  @TempDir Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final MemoryStore memory = new MemoryStore(now::get);
  private final KnownBlobs blobs = new KnownBlobs(memory);
  private final List<LuceneIndex> processes = new ArrayList<>();
  private Optional<LuceneIndex> first = Optional.empty();

  /** Knows the names of what it has. */
  private static class KnownBlobs implements BlobStore {
    private final BlobStore store;
    final Set<String> names = ConcurrentHashMap.newKeySet();

    KnownBlobs(BlobStore store) {
      this.store = store;
    }

    @Override
    public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
      assertThat(names.add(name)).as("a name is written once").isTrue();
      store.put(name, bytes, deadline);
    }

    @Override
    public byte[] get(String name, Deadline deadline) throws StoreException {
      return store.get(name, deadline);
    }

    @Override
    public void delete(String name, Deadline deadline) throws StoreException {
      names.remove(name);
      store.delete(name, deadline);
    }

    @Override
    public BlobLink link(String name, Duration validFor, Deadline deadline) throws StoreException {
      return store.link(name, validFor, deadline);
    }
  }

  /** Where a process is killed. */
  private enum Death {
    AT_THE_THIRD_SEGMENT,
    BEFORE_THE_MANIFEST,
    AFTER_THE_MANIFEST
  }

  /** A store that ends with the process that uses it, at one point of its next put. */
  private Store deadly(Death death) {
    RecordStore records =
        new ForwardingRecords(memory) {
          @Override
          public Optional<String> replace(
              RecordKey key, String text, Instant expires, String version, Deadline deadline)
              throws StoreException {
            if (death == Death.BEFORE_THE_MANIFEST) {
              throw new StoreException.Unreachable("killed");
            }
            Optional<String> done = super.replace(key, text, expires, version, deadline);
            if (death == Death.AFTER_THE_MANIFEST) {
              throw new StoreException.Unreachable("killed");
            }
            return done;
          }
        };
    BlobStore segments =
        new KnownBlobs(blobs) {
          private int puts;

          @Override
          public void put(String name, byte[] bytes, Deadline deadline) throws StoreException {
            if (death == Death.AT_THE_THIRD_SEGMENT && ++puts == 3) {
              throw new StoreException.Unreachable("killed");
            }
            super.put(name, bytes, deadline);
          }
        };
    return new Store(records, segments, memory);
  }

  private LuceneIndex process(Store store, long room, int dimensions) {
    LuceneIndex process = new LuceneIndex("test", store, folder, room, dimensions, now::get);
    processes.add(process);
    return process;
  }

  private LuceneIndex process() {
    return process(new Store(memory, blobs, memory), ROOM, DIMENSIONS);
  }

  @Override
  protected Index index() {
    if (first.isEmpty()) {
      first = Optional.of(process());
    }
    return first.get();
  }

  @AfterEach
  void endOfProcessesLeavesNothingBehind() throws IOException {
    processes.forEach(LuceneIndex::close);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  private static List<String> found(Index index, StoreKey store, String words)
      throws IndexException {
    return index.search(store, words(words), soon()).stream()
        .map(hit -> hit.chunk().id())
        .sorted()
        .toList();
  }

  private static void put(Index index, String file, int... positions) throws IndexException {
    List<Chunk> chunks = new ArrayList<>();
    for (int position : positions) {
      chunks.add(chunk(file, position, "tea of " + file, NORTH));
    }
    index.put(STORE, chunks, soon());
  }

  @Test
  void processesFindWhatOthersPutAndDelete() throws Exception {
    LuceneIndex one = process();
    LuceneIndex other = process();
    put(one, "a", 0, 1);
    assertThat(found(other, STORE, "tea")).containsExactly("a-0", "a-1");

    put(other, "b", 0);
    assertThat(found(one, STORE, "tea")).containsExactly("a-0", "a-1", "b-0");
    put(one, "c", 0);
    other.deleteFile(STORE, "a", soon());
    assertThat(found(one, STORE, "tea")).containsExactly("b-0", "c-0");
    assertThat(found(process(), STORE, "tea")).containsExactly("b-0", "c-0");

    other.deleteStore(STORE, soon());
    assertThat(found(one, STORE, "tea")).isEmpty();
    put(one, "d", 0);
    assertThat(found(other, STORE, "tea")).containsExactly("d-0");
  }

  @Test
  void processesThatPutAtOnceLoseNothing() throws Exception {
    int each = 8;
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        LuceneIndex process = process();
        String file = "p" + i;
        all.add(
            threads.submit(
                () -> {
                  for (int position = 0; position < each; position++) {
                    put(process, file, position);
                  }
                  return null;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    for (int i = 0; i < 3; i++) {
      assertThat(found(process(), STORE, "p" + i)).hasSize(each);
    }
  }

  /** What was acknowledged is there, and the index goes on, here and elsewhere. */
  @ParameterizedTest
  @EnumSource(Death.class)
  void aProcessThatIsKilledWhileItPutsLosesNothing(Death death) throws Exception {
    put(process(), "a", 0, 1);
    LuceneIndex killed = process(deadly(death), ROOM, DIMENSIONS);
    assertThat(found(killed, STORE, "tea")).containsExactly("a-0", "a-1");

    assertThatThrownBy(() -> put(killed, "b", 0)).isInstanceOf(Unreachable.class);

    List<String> then =
        death == Death.AFTER_THE_MANIFEST ? List.of("a-0", "a-1", "b-0") : List.of("a-0", "a-1");
    LuceneIndex next = process();
    assertThat(found(next, STORE, "tea")).isEqualTo(then);
    assertThat(found(killed, STORE, "tea")).isEqualTo(then);

    put(next, "b", 0);
    put(next, "c", 0);
    assertThat(found(killed, STORE, "tea")).containsExactly("a-0", "a-1", "b-0", "c-0");
    assertThat(found(process(), STORE, "tea")).containsExactly("a-0", "a-1", "b-0", "c-0");
  }

  @Test
  void segmentsThatNoManifestHasAreDeletedAfterAWhile() throws Exception {
    LuceneIndex index = process();
    for (int i = 0; i < 30; i++) {
      put(index, "a", i);
      now.set(now.get().plus(Duration.ofMinutes(1)));
    }
    RecordKey key = key();
    Manifest manifest = Manifest.read(memory.get(key, soon()).orElseThrow().text());

    // One part each: those of the index, and those of the last two minutes.
    assertThat(blobs.names).hasSize(manifest.files().size() + manifest.dropped().size());
    assertThat(manifest.dropped()).hasSizeBetween(1, 30);

    index.deleteStore(STORE, soon());
    assertThat(blobs.names).isEmpty();
    assertThat(memory.get(key, soon())).isEmpty();
  }

  /** That of the one store that there is. */
  private RecordKey key() {
    String blob = blobs.names.iterator().next();
    return RecordKey.of("index.test." + blob.split("/")[2]);
  }

  @Test
  void whatIsNotUsedIsLeftOutForWhatIs() throws Exception {
    LuceneIndex small = process(new Store(memory, blobs, memory), 1, DIMENSIONS);
    StoreKey other = new StoreKey("globex", "vs_1");
    put(small, "a", 0);
    long one = small.bytes();
    assertThat(one).isPositive();

    small.put(other, List.of(chunk("b", 0, "tea", NORTH)), soon());
    assertThat(small.bytes()).isLessThan(one * 3 / 2);
    assertThat(found(small, STORE, "tea")).containsExactly("a-0");
    assertThat(small.bytes()).isEqualTo(one);
    put(small, "a", 1);
    assertThat(found(small, other, "tea")).containsExactly("b-0");
    assertThat(found(small, STORE, "tea")).containsExactly("a-0", "a-1");
  }

  @Test
  void anIndexOfAnotherModelIsRefused() throws Exception {
    put(process(), "a", 0);
    LuceneIndex other = process(new Store(memory, blobs, memory), ROOM, 3);

    assertThatThrownBy(
            () ->
                other.search(
                    STORE, new Search("", new float[] {1, 0, 0}, Optional.empty(), 1, 0), soon()))
        .isInstanceOf(WrongVector.class)
        .hasMessageContaining("of 4 dimensions, not of 3");
  }

  @Test
  void aManifestOfANewerVersionIsLeftAsItIs() throws Exception {
    put(process(), "a", 0);
    RecordKey key = key();
    RecordStore.Stored stored = memory.get(key, soon()).orElseThrow();
    String newer = stored.text().replace("\"format\":1", "\"format\":2");
    memory.replace(key, newer, stored.expires(), stored.version(), soon());

    for (LuceneIndex each : List.of(process(), process())) {
      assertThatThrownBy(() -> found(each, STORE, "tea")).isInstanceOf(Unreadable.class);
      assertThatThrownBy(() -> put(each, "b", 0)).isInstanceOf(Unreadable.class);
    }
    assertThat(memory.get(key, soon()).orElseThrow().text()).isEqualTo(newer);
  }

  /** More than Lucene's format says that it takes, and in more than one graph. */
  @Test
  void largeVectorsAreTakenAndFound() throws Exception {
    int dimensions = 3072;
    LuceneIndex index = process(new Store(memory, blobs, memory), ROOM, dimensions);
    Random random = new Random(7);
    List<float[]> vectors = new ArrayList<>();
    for (int batch = 0; batch < 2; batch++) {
      List<Chunk> chunks = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        float[] vector = new float[dimensions];
        for (int d = 0; d < dimensions; d++) {
          vector[d] = (float) random.nextGaussian();
        }
        chunks.add(chunk("a", vectors.size(), "tea", vector));
        vectors.add(vector);
      }
      index.put(STORE, chunks, soon());
    }
    LuceneIndex reader = process(new Store(memory, blobs, memory), ROOM, dimensions);

    for (int i = 0; i < vectors.size(); i++) {
      assertThat(
              reader
                  .search(STORE, new Search("", vectors.get(i), Optional.empty(), 1, 0), soon())
                  .getFirst()
                  .chunk()
                  .id())
          .isEqualTo("a-" + i);
    }
  }

  @Test
  void aProcessThatHasTheJarFindsIt() throws Exception {
    Index index =
        EmbeddedIndex.installed()
            .orElseThrow()
            .open("test", new Store(memory, blobs, memory), folder, ROOM, DIMENSIONS);
    processes.add((LuceneIndex) index);
    put(index, "a", 0);

    assertThat(found(index, STORE, "tea")).containsExactly("a-0");
  }
}
