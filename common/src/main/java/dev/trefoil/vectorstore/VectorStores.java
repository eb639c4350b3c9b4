package dev.trefoil.vectorstore;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.files.Files;
import dev.trefoil.files.SortedName;
import dev.trefoil.files.StoredFile;
import dev.trefoil.ingestion.Chunking;
import dev.trefoil.retrieval.Attribute;
import dev.trefoil.retrieval.Index;
import dev.trefoil.retrieval.IndexException;
import dev.trefoil.retrieval.StoreKey;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.vectorstore.AttachedFile.State;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Vector stores and what files they have, each its caller's own. What is deleted is marked first,
 * and then taken out of the index: whoever repeats a deletion that failed ends it. Used by many
 * threads at once.
 */
public final class VectorStores {
  /** Files of a store: all are read when they are counted. */
  public static final int MOST_FILES = 1_000;

  /** How much that has expired one list takes out. */
  private static final int MOST_SWEPT = 5;

  private static final System.Logger LOG = System.getLogger(VectorStores.class.getName());

  /** It is used again and again: not every time is written down. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final RecordStore records;
  private final Optional<Index> index;
  private final ChunkBatches chunks;
  private final Duration keep;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param index that all processes share; empty where each has its own
   * @param keep how long files are kept
   */
  VectorStores(
      RecordStore records,
      Optional<Index> index,
      ChunkBatches chunks,
      Duration keep,
      InstantSource clock,
      RandomGenerator random) {
    this.records = records;
    this.index = index;
    this.chunks = chunks;
    this.keep = keep;
    this.clock = clock;
    this.random = random;
  }

  /** As records have it, so that what was written is what is read. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** What a store is called in an index. */
  static StoreKey key(Caller owner, VectorStore store) {
    return inIndex(owner, store.id());
  }

  /** The same of one that may be there no more. */
  static StoreKey inIndex(Caller owner, String id) {
    return new StoreKey(owner.tenant().orElse(""), id);
  }

  /** Makes a store. */
  public VectorStore create(
      Caller owner,
      String label,
      String description,
      Map<String, String> metadata,
      OptionalInt days,
      Deadline deadline)
      throws StoreException {
    Instant now = now();
    VectorStore store =
        new VectorStore(
            SortedName.next(now, random),
            label,
            description,
            metadata,
            now,
            now,
            days,
            Optional.empty(),
            false);
    var unused =
        records.create(key(owner, store.name()), store.text(), store.expires(keep), deadline);
    return store;
  }

  /** A store of this caller's that is there, by its id. */
  public Optional<VectorStore> find(Caller owner, String id, Deadline deadline)
      throws StoreException {
    return read(owner, id, deadline).map(Held::store).filter(this::isThere);
  }

  private boolean isThere(VectorStore store) {
    return !store.deleted() && store.expires(keep).isAfter(clock.instant());
  }

  private record Held(VectorStore store, String version) {}

  private Optional<Held> read(Caller owner, String id, Deadline deadline) throws StoreException {
    String name = VectorStore.nameOf(id);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Stored> stored = records.get(key(owner, name), deadline);
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Held(VectorStore.read(name, stored.get().text()), stored.get().version()));
  }

  /**
   * All stores of a caller, the newest first.
   *
   * @param most how many are wanted at most
   */
  public List<VectorStore> list(Caller owner, int most, Deadline deadline) throws StoreException {
    List<VectorStore> stores = new ArrayList<>();
    int swept = 0;
    Optional<String> next = Optional.empty();
    do {
      Page page =
          records.query(
              "vectorstores." + Files.owner(owner), "", next, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        VectorStore store = VectorStore.read(named.name(), named.record().text());
        if (isThere(store)) {
          stores.add(store);
        } else if (swept++ < MOST_SWEPT) {
          sweep(owner, store, deadline);
        }
      }
      next = page.next();
    } while (next.isPresent() && stores.size() < most);
    return stores;
  }

  /**
   * Changes a store.
   *
   * @return what it is now; empty where there is none
   */
  public Optional<VectorStore> change(
      Caller owner, String id, UnaryOperator<VectorStore> change, Deadline deadline)
      throws StoreException {
    Contention contention = new Contention("the vector store", deadline);
    while (true) {
      Optional<Held> held = read(owner, id, deadline).filter(there -> isThere(there.store()));
      if (held.isEmpty()) {
        return Optional.empty();
      }
      VectorStore next = change.apply(held.get().store());
      if (next.equals(held.get().store()) || write(owner, next, held.get(), deadline)) {
        return Optional.of(next);
      }
      contention.pause();
    }
  }

  private boolean write(Caller owner, VectorStore next, Held held, Deadline deadline)
      throws StoreException {
    return records
        .replace(key(owner, next.name()), next.text(), next.expires(keep), held.version(), deadline)
        .isPresent();
  }

  /** Notes that a store is used. */
  VectorStore used(Caller owner, VectorStore store, Deadline deadline) throws StoreException {
    Instant now = now();
    return store.active().plus(SLACK).isAfter(now)
        ? store
        : change(owner, store.id(), there -> there.usedAt(now), deadline).orElse(store);
  }

  /**
   * Says what a store's vectors are of, if nobody has.
   *
   * @return what they are of; empty where there is no store any more
   */
  Optional<VectorModel> model(Caller owner, VectorStore store, VectorModel first, Deadline deadline)
      throws StoreException {
    if (store.model().isPresent()) {
      return store.model();
    }
    return change(
            owner,
            store.id(),
            there -> there.model().isPresent() ? there : there.of(first),
            deadline)
        .flatMap(VectorStore::model);
  }

  /**
   * Deletes a store, and all that it has but the files themselves.
   *
   * @return whether there was one of this caller's
   */
  public boolean delete(Caller owner, String id, Deadline deadline)
      throws StoreException, IndexException {
    Optional<Held> held = read(owner, id, deadline);
    if (held.isEmpty()) {
      return false;
    }
    boolean was = isThere(held.get().store());
    Contention contention = new Contention("the vector store", deadline);
    while (held.isPresent() && !held.get().store().deleted()) {
      if (write(owner, held.get().store().gone(), held.get(), deadline)) {
        break;
      }
      contention.pause();
      held = read(owner, id, deadline);
    }
    if (held.isEmpty()) {
      return was;
    }
    VectorStore store = held.get().store();
    if (index.isPresent()) {
      index.get().deleteStore(key(owner, store), deadline);
    }
    for (AttachedFile file : all(owner, store, deadline)) {
      remove(owner, store, file.file(), deadline);
    }
    records.delete(key(owner, store.name()), deadline);
    return was;
  }

  /**
   * Deletes all stores of a caller, whatever became of them.
   *
   * @return how many there were
   */
  int erase(Caller owner, Deadline deadline) throws StoreException, IndexException {
    int erased = 0;
    Optional<String> next = Optional.empty();
    do {
      Page page =
          records.query(
              "vectorstores." + Files.owner(owner), "", next, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        erased += delete(owner, "vs_" + named.name(), deadline) ? 1 : 0;
      }
      next = page.next();
    } while (next.isPresent());
    return erased;
  }

  /**
   * Attaches a file, in the place of the same file where it is attached already.
   *
   * @return what is to be ingested; empty where the store has as many files as it may
   */
  public Optional<AttachedFile> attach(
      Caller owner,
      VectorStore store,
      StoredFile file,
      Chunking chunking,
      Map<String, Attribute> attributes,
      Deadline deadline)
      throws StoreException {
    List<AttachedFile> have = files(owner, store, deadline);
    if (have.size() >= MOST_FILES
        && have.stream().noneMatch(one -> one.file().equals(file.name()))) {
      return Optional.empty();
    }
    Instant now = now();
    AttachedFile attached =
        new AttachedFile(
            file.name(),
            file.filename(),
            State.IN_PROGRESS,
            Optional.empty(),
            chunking,
            attributes,
            job(),
            "",
            0,
            0,
            now,
            file.expires());
    // Before the record that it leads to: a file that is deleted finds all its stores.
    var unused = records.create(ofFile(owner, file.name(), store), "{}", file.expires(), deadline);
    var changed = change(owner, store.id(), there -> there.usedAt(now), deadline);
    Contention contention = new Contention("the vector store's file", deadline);
    while (true) {
      RecordKey key = key(owner, store, file.name());
      Optional<Stored> before = records.get(key, deadline);
      Optional<String> written =
          before.isEmpty()
              ? records.create(key, attached.text(), attached.expires(), deadline)
              : records.replace(
                  key, attached.text(), attached.expires(), before.get().version(), deadline);
      if (written.isPresent()) {
        // Whoever took it out meanwhile has taken the link too.
        var again =
            records.create(ofFile(owner, file.name(), store), "{}", file.expires(), deadline);
        return Optional.of(attached);
      }
      contention.pause();
    }
  }

  /** A new job's id. */
  private String job() {
    return "vsf_" + SortedName.next(clock.instant(), random);
  }

  /** Gives a file of a store other attributes, with which it is to be ingested again. */
  public Optional<AttachedFile> label(
      Caller owner,
      VectorStore store,
      String fileId,
      Map<String, Attribute> attributes,
      Deadline deadline)
      throws StoreException {
    return change(owner, store, fileId, there -> there.again(attributes, job()), deadline);
  }

  /** Has a file that is being ingested ingested no more. */
  public Optional<AttachedFile> cancel(
      Caller owner, VectorStore store, String fileId, Deadline deadline) throws StoreException {
    return change(
        owner,
        store,
        fileId,
        there -> there.state() == State.IN_PROGRESS ? there.at(State.CANCELLED) : there,
        deadline);
  }

  /** The files of a store, the latest attached first. */
  public List<AttachedFile> files(Caller owner, VectorStore store, Deadline deadline)
      throws StoreException {
    List<AttachedFile> files = new ArrayList<>();
    int swept = 0;
    for (AttachedFile file : all(owner, store, deadline)) {
      if (isThere(file)) {
        files.add(file);
      } else if (swept++ < MOST_SWEPT) {
        sweep(owner, store, file, deadline);
      }
    }
    return files;
  }

  /** What has expired is in the index still, where nobody is told of it. */
  private void sweep(Caller owner, VectorStore store, AttachedFile file, Deadline deadline)
      throws StoreException {
    try {
      if (index.isPresent()) {
        index.get().deleteFile(key(owner, store), file.id(), deadline);
      }
      remove(owner, store, file.file(), deadline);
    } catch (IndexException e) {
      LOG.log(Level.INFO, "a file that has expired stays in the index: " + e.getMessage());
    }
  }

  private void sweep(Caller owner, VectorStore store, Deadline deadline) throws StoreException {
    try {
      var unused = delete(owner, store.id(), deadline);
    } catch (IndexException e) {
      LOG.log(Level.INFO, "a store that has expired stays in the index: " + e.getMessage());
    }
  }

  private boolean isThere(AttachedFile file) {
    return file.state() != State.GONE && file.expires().isAfter(clock.instant());
  }

  private List<AttachedFile> all(Caller owner, VectorStore store, Deadline deadline)
      throws StoreException {
    List<AttachedFile> files = new ArrayList<>();
    for (Named named : records.all(group(owner, store), "", deadline)) {
      files.add(AttachedFile.read(named.name(), named.record().text()));
    }
    files.sort(Comparator.comparing(AttachedFile::created).reversed());
    return files;
  }

  /** A file of a store, by its id. */
  public Optional<AttachedFile> file(
      Caller owner, VectorStore store, String fileId, Deadline deadline) throws StoreException {
    Optional<Stored> stored = stored(owner, store, fileId, deadline);
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(read(fileId, stored.get())).filter(this::isThere);
  }

  private static AttachedFile read(String fileId, Stored stored) throws StoreException {
    return AttachedFile.read(fileId.substring(fileId.indexOf('-') + 1), stored.text());
  }

  private Optional<Stored> stored(Caller owner, VectorStore store, String fileId, Deadline deadline)
      throws StoreException {
    String name = fileId.startsWith("file-") ? fileId.substring("file-".length()) : "";
    return SortedName.is(name) ? records.get(key(owner, store, name), deadline) : Optional.empty();
  }

  /**
   * Changes a file of a store.
   *
   * @param change gives the same for nothing to be changed
   * @return what it is now; empty where there is none
   */
  public Optional<AttachedFile> change(
      Caller owner,
      VectorStore store,
      String fileId,
      UnaryOperator<AttachedFile> change,
      Deadline deadline)
      throws StoreException {
    Contention contention = new Contention("the vector store's file", deadline);
    while (true) {
      Optional<Stored> stored = stored(owner, store, fileId, deadline);
      if (stored.isEmpty() || !isThere(read(fileId, stored.get()))) {
        return Optional.empty();
      }
      AttachedFile before = read(fileId, stored.get());
      AttachedFile next = change.apply(before);
      if (next.equals(before)
          || records
              .replace(
                  key(owner, store, next.file()),
                  next.text(),
                  next.expires(),
                  stored.get().version(),
                  deadline)
              .isPresent()) {
        return Optional.of(next);
      }
      contention.pause();
    }
  }

  /**
   * Takes a file out of a store.
   *
   * @return whether it was there
   */
  public boolean detach(Caller owner, VectorStore store, String fileId, Deadline deadline)
      throws StoreException, IndexException {
    boolean was = change(owner, store, fileId, there -> there.at(State.GONE), deadline).isPresent();
    if (was || stored(owner, store, fileId, deadline).isPresent()) {
      if (index.isPresent()) {
        index.get().deleteFile(key(owner, store), fileId, deadline);
      }
      remove(owner, store, fileId.substring(fileId.indexOf('-') + 1), deadline);
    }
    return was;
  }

  /** Unless the file was attached again meanwhile: then it is there, with its link. */
  private void remove(Caller owner, VectorStore store, String file, Deadline deadline)
      throws StoreException {
    RecordKey key = key(owner, store, file);
    Contention contention = new Contention("the vector store's file", deadline);
    while (true) {
      Optional<Stored> stored = records.get(key, deadline);
      if (stored.isPresent()
          && isThere(AttachedFile.read(file, stored.get().text()))
          && find(owner, store.id(), deadline).isPresent()) {
        return;
      }
      if (stored.isEmpty() || records.delete(key, stored.get().version(), deadline)) {
        records.delete(ofFile(owner, file, store), deadline);
        return;
      }
      contention.pause();
    }
  }

  /** Takes a file out of all stores, with what only it has. */
  public void forget(Caller owner, StoredFile file, Deadline deadline)
      throws StoreException, IndexException {
    for (Named named :
        records.all("filestores." + Files.owner(owner), file.name() + ".", deadline)) {
      String id = "vs_" + named.name().substring(file.name().length() + 1);
      Optional<Held> held = read(owner, id, deadline);
      if (held.isPresent()) {
        var unused = detach(owner, held.get().store(), file.id(), deadline);
      }
    }
    chunks.forget(owner, file.name(), deadline);
  }

  private static RecordKey key(Caller owner, String name) {
    return new RecordKey("vectorstores." + Files.owner(owner), name);
  }

  private static String group(Caller owner, VectorStore store) {
    return "attached." + Files.owner(owner) + "." + store.name();
  }

  private static RecordKey key(Caller owner, VectorStore store, String file) {
    return new RecordKey(group(owner, store), file);
  }

  private static RecordKey ofFile(Caller owner, String file, VectorStore store) {
    return new RecordKey("filestores." + Files.owner(owner), file + "." + store.name());
  }
}
