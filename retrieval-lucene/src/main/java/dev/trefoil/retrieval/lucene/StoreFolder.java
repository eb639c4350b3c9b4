package dev.trefoil.retrieval.lucene;

import dev.trefoil.chat.Deadline;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.IndexException.Refused;
import dev.trefoil.retrieval.IndexException.Unreachable;
import dev.trefoil.retrieval.IndexException.Unreadable;
import dev.trefoil.retrieval.IndexException.WrongVector;
import dev.trefoil.retrieval.lucene.Manifest.Blob;
import dev.trefoil.retrieval.lucene.Manifest.Dropped;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;

/**
 * One store's index, as far as this process has it: a folder with the files of the newest manifest
 * that it has seen, what reads them, and what writes more. A change is committed in the folder
 * first, its new files are stored as blobs, and then the manifest is replaced, on condition that it
 * is still the one that the change began with. After any failure before that the folder is made
 * anew, of the files of the manifest that holds. Used by many threads at once; one changes it at a
 * time.
 */
final class StoreFolder {
  /** Its end is a deletion. */
  private static final Instant NEVER = Instant.parse("2999-01-01T00:00:00Z");

  /** How long files stay that newer manifests do not have, for those who are fetching them. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /** So that a manifest stays a record. */
  private static final int MOST_DROPPED = 1_000;

  private static final int ATTEMPTS = 5;

  private final RecordStore records;
  private final RecordKey key;
  private final SegmentBlobs blobs;
  private final Path root;
  private final int dimensions;
  private final Analyzer analyzer;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Optional<Opened> current = Optional.empty();
  private volatile long lastUsed = System.nanoTime();
  private Optional<IndexWriter> writer = Optional.empty();
  private long folders;

  StoreFolder(
      RecordStore records,
      RecordKey key,
      SegmentBlobs blobs,
      Path root,
      int dimensions,
      Analyzer analyzer,
      InstantSource clock) {
    this.records = records;
    this.key = key;
    this.blobs = blobs;
    this.root = root;
    this.dimensions = dimensions;
    this.analyzer = analyzer;
    this.clock = clock;
  }

  /** What is done to an index. */
  @FunctionalInterface
  interface Change {
    void apply(IndexWriter writer) throws IOException;
  }

  /** What is done with the lock held. */
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException, StoreException, IndexException;
  }

  /** Bytes of the files that are here. */
  long bytes() {
    return current.map(opened -> opened.manifest().length()).orElse(0L);
  }

  /** Whether nothing of it is here, and nobody is at it. */
  boolean isIdle() {
    return current.isEmpty() && !lock.isLocked();
  }

  /** When it was last used, by {@link System#nanoTime}. */
  long lastUsed() {
    return lastUsed;
  }

  /**
   * The newest index, to be left by whoever gets it; empty where there is none.
   *
   * @throws WrongVector when it is for vectors of another length
   */
  Optional<Opened> newest(Deadline deadline) throws IndexException {
    lastUsed = System.nanoTime();
    Optional<Stored> stored = translated(() -> records.get(key, deadline));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Optional<Opened> here = current;
    if (here.isPresent()
        && here.get().version().equals(stored.get().version())
        && here.get().enter()) {
      return here;
    }
    return locked(
        deadline,
        () -> {
          Opened opened = synced(deadline);
          return opened.enter() ? Optional.of(opened) : Optional.<Opened>empty();
        });
  }

  /**
   * Changes the index, and everybody finds it changed when this returns.
   *
   * @param creates whether there is to be an index where there is none
   */
  void change(boolean creates, Change change, Deadline deadline) throws IndexException {
    lastUsed = System.nanoTime();
    locked(
        deadline,
        () -> {
          Contention contention = new Contention("the index of a vector store", deadline);
          while (!changed(creates, change, deadline)) {
            contention.pause();
          }
          return null;
        });
  }

  private boolean changed(boolean creates, Change change, Deadline deadline)
      throws IOException, StoreException, IndexException {
    Opened opened = synced(deadline);
    if (opened.version().isEmpty() && !creates) {
      return true;
    }
    boolean done = false;
    try {
      IndexWriter to = writer(opened);
      change.apply(to);
      to.commit();
      Manifest next = stored(opened, deadline);
      Optional<String> version = replaced(opened, next, deadline);
      if (version.isEmpty()) {
        // Nobody knows of them: another was quicker.
        forget(added(opened.manifest(), next), deadline);
        return false;
      }
      follow(opened, version.get(), next);
      done = true;
      return true;
    } finally {
      if (!done) {
        giveUp();
      }
    }
  }

  private IndexWriter writer(Opened opened) throws IOException {
    if (writer.isEmpty()) {
      writer =
          Optional.of(
              new IndexWriter(
                  opened.directory(),
                  new IndexWriterConfig(analyzer)
                      .setCodec(new QuantisedCodec())
                      .setMergePolicy(new TieredMergePolicy().setForceMergeDeletesPctAllowed(0))
                      .setCommitOnClose(false)));
    }
    return writer.get();
  }

  /** Stores the files of the last commit that no manifest has, and makes the manifest of all. */
  private Manifest stored(Opened opened, Deadline deadline) throws IOException, StoreException {
    Collection<String> names = SegmentInfos.readLatestCommit(opened.directory()).files(true);
    Map<String, Blob> files = new HashMap<>();
    for (String name : names) {
      Blob before = opened.manifest().files().get(name);
      if (before != null) {
        files.put(name, before);
      } else {
        Path file = opened.folder().resolve(name);
        Blob blob = SegmentBlobs.named(file);
        blobs.put(file, blob, deadline);
        files.put(name, blob);
      }
    }
    long now = clock.instant().getEpochSecond();
    List<Dropped> dropped = new ArrayList<>(opened.manifest().dropped());
    opened
        .manifest()
        .files()
        .forEach(
            (name, blob) -> {
              if (!files.containsKey(name)) {
                dropped.add(new Dropped(blob, now));
              }
            });
    while (!dropped.isEmpty()
        && (dropped.size() > MOST_DROPPED
            || now - dropped.getFirst().since() > GRACE.toSeconds())) {
      blobs.delete(dropped.removeFirst().blob(), deadline);
    }
    return new Manifest(dimensions, files, dropped);
  }

  private Optional<String> replaced(Opened opened, Manifest next, Deadline deadline)
      throws StoreException {
    return opened.version().isEmpty()
        ? records.create(key, next.text(), NEVER, deadline)
        : records.replace(key, next.text(), NEVER, opened.version(), deadline);
  }

  private static Set<Blob> added(Manifest before, Manifest next) {
    Set<Blob> added = new HashSet<>(next.files().values());
    added.removeAll(before.files().values());
    return added;
  }

  private void forget(Collection<Blob> orphans, Deadline deadline) throws StoreException {
    for (Blob orphan : orphans) {
      blobs.delete(orphan, deadline);
    }
  }

  /** Has searches read what was committed, now that it holds. */
  private void follow(Opened before, String version, Manifest next) throws IOException {
    DirectoryReader reader;
    if (before.reader().isPresent()) {
      DirectoryReader newer = DirectoryReader.openIfChanged(before.reader().get());
      if (newer == null) {
        newer = before.reader().get();
        newer.incRef();
      }
      reader = newer;
    } else {
      reader = DirectoryReader.open(before.directory());
    }
    current =
        Optional.of(
            new Opened(version, next, before.folder(), before.directory(), Optional.of(reader)));
    before.leave();
  }

  /**
   * The index as the newest manifest says it, with its files here. With the lock held.
   *
   * @return one without a version where there is no manifest
   */
  private Opened synced(Deadline deadline) throws IOException, StoreException, IndexException {
    for (int attempt = 1; ; attempt++) {
      Optional<Stored> stored = records.get(key, deadline);
      String version = stored.map(Stored::version).orElse("");
      if (current.isPresent() && current.get().version().equals(version)) {
        return current.get();
      }
      Manifest manifest =
          stored.isPresent() ? Manifest.read(stored.get().text()) : Manifest.empty(dimensions);
      if (manifest.dimensions() != dimensions) {
        throw new WrongVector(
            "the index of the store is for vectors of %d dimensions, not of %d"
                .formatted(manifest.dimensions(), dimensions));
      }
      try {
        return open(version, manifest, deadline);
      } catch (NoBlob e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        // A newer manifest may have left it out meanwhile.
      }
    }
  }

  /** Makes a folder with a manifest's files: those that are here already, and the rest fetched. */
  private Opened open(String version, Manifest manifest, Deadline deadline)
      throws IOException, StoreException {
    Path folder = Files.createDirectories(root.resolve(Long.toString(folders++)));
    boolean done = false;
    Optional<Directory> directory = Optional.empty();
    try {
      for (Map.Entry<String, Blob> file : manifest.files().entrySet()) {
        Path to = folder.resolve(file.getKey());
        Optional<Path> here = here(file.getKey(), file.getValue());
        if (here.isPresent()) {
          Files.createLink(to, here.get());
        } else {
          blobs.get(file.getValue(), to, deadline);
        }
      }
      directory = Optional.of(cache(folder));
      Optional<DirectoryReader> reader =
          manifest.files().isEmpty()
              ? Optional.empty()
              : Optional.of(DirectoryReader.open(directory.get()));
      Opened opened = new Opened(version, manifest, folder, directory.get(), reader);
      close();
      current = Optional.of(opened);
      done = true;
      return opened;
    } finally {
      if (!done) {
        if (directory.isPresent()) {
          directory.get().close();
        }
        deleteAll(folder);
      }
    }
  }

  /** What a crash of the machine leaves of it nobody reads: nothing waits for the disk. */
  private static Directory cache(Path folder) throws IOException {
    return new FilterDirectory(FSDirectory.open(folder)) {
      @Override
      public void sync(Collection<String> names) {}

      @Override
      public void syncMetaData() {}
    };
  }

  private Optional<Path> here(String name, Blob blob) {
    return current
        .filter(opened -> blob.equals(opened.manifest().files().get(name)))
        .map(opened -> opened.folder().resolve(name))
        .filter(Files::isRegularFile);
  }

  /** What was committed here and does not hold is not gone on from; its folder is made anew. */
  private void giveUp() throws IOException {
    closeWriter();
    if (current.isPresent()) {
      Opened opened = current.get();
      // Of no version that a record has, so that the next one makes a folder of its own.
      current =
          Optional.of(
              new Opened(
                  "given up",
                  opened.manifest(),
                  opened.folder(),
                  opened.directory(),
                  opened.reader()));
    }
  }

  /** Deletes the index: nobody finds anything any more when this returns. */
  void delete(Deadline deadline) throws IndexException {
    locked(
        deadline,
        () -> {
          Contention contention = new Contention("the index of a vector store", deadline);
          while (!deleted(deadline)) {
            contention.pause();
          }
          close();
          return null;
        });
  }

  /**
   * First its manifest has nothing, so that one who puts meanwhile begins anew, then its files go,
   * and then the manifest, unless someone has put.
   */
  private boolean deleted(Deadline deadline) throws StoreException {
    Optional<Stored> stored = records.get(key, deadline);
    if (stored.isEmpty()) {
      return true;
    }
    Manifest manifest = Manifest.read(stored.get().text());
    List<Dropped> dropped = new ArrayList<>(manifest.dropped());
    long now = clock.instant().getEpochSecond();
    manifest.files().values().forEach(blob -> dropped.add(new Dropped(blob, now)));
    Manifest empty = new Manifest(manifest.dimensions(), Map.of(), dropped);
    Optional<String> version =
        records.replace(key, empty.text(), NEVER, stored.get().version(), deadline);
    if (version.isEmpty()) {
      return false;
    }
    forget(dropped.stream().map(Dropped::blob).toList(), deadline);
    records.delete(key, version.get(), deadline);
    return true;
  }

  /** Has nothing here any more, unless it is being used; the next use fetches it. */
  void leaveOut() {
    if (lock.tryLock()) {
      try {
        close();
      } catch (IOException e) {
        throw new UncheckedIOException("the files of an index do not close", e);
      } finally {
        lock.unlock();
      }
    }
  }

  private void close() throws IOException {
    closeWriter();
    if (current.isPresent()) {
      Opened opened = current.get();
      current = Optional.empty();
      opened.leave();
      opened.directory().close();
      deleteAll(opened.folder());
    }
  }

  private void closeWriter() throws IOException {
    if (writer.isPresent()) {
      IndexWriter old = writer.get();
      writer = Optional.empty();
      old.rollback();
    }
  }

  /** Deletes a folder and what is in it. */
  static void deleteAll(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a folder of an index cannot be deleted", e);
    }
  }

  private <T> T locked(Deadline deadline, Work<T> work) throws IndexException {
    try {
      if (!lock.tryLock(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new Unreachable("the index of the store is being changed until the time is over");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("the index of the store was not waited for: the worker ends", e);
    }
    try {
      if (deadline.isExpired()) {
        throw new Unreachable("the index of the store is not asked: the time is over");
      }
      return translated(work);
    } finally {
      lock.unlock();
    }
  }

  private static <T> T translated(Work<T> work) throws IndexException {
    try {
      return work.run();
    } catch (CorruptIndexException e) {
      throw new Unreadable("the files of an index are broken", e);
    } catch (IOException | UncheckedIOException | AlreadyClosedException e) {
      throw new Unreachable("the files of an index fail here: " + e.getClass().getName(), e);
    } catch (StoreException.Refused | StoreException.Absent | StoreException.TooLarge e) {
      throw new Refused(e.getMessage(), e);
    } catch (StoreException.Unreadable | StoreException.NewerFormat | NoBlob e) {
      throw new Unreadable(e.getMessage(), e);
    } catch (StoreException e) {
      throw new Unreachable(e.getMessage(), e);
    }
  }
}
