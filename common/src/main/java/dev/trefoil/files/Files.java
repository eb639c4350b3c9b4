package dev.trefoil.files;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.OwnerIndex;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Files that callers keep. One lies in blobs of {@value #PART} bytes, so that nobody ever holds
 * more of it than that. A record's group holds its owner's digest: there is no way to another
 * caller's. Used by many threads at once.
 */
public final class Files {
  /** What is held of a file at a time. */
  public static final int PART = 4 << 20;

  /** How many that have expired one listing deletes. */
  private static final int MOST_SWEPT = 5;

  private static final System.Logger LOG = System.getLogger(Files.class.getName());

  private final OwnerIndex owners;
  private final RecordStore records;
  private final BlobStore blobs;
  private final InstantSource clock;
  private final RandomGenerator random;

  /**
   * @param keep the longest that one is kept
   */
  public Files(
      RecordStore records,
      BlobStore blobs,
      Duration keep,
      InstantSource clock,
      RandomGenerator random) {
    this.owners = new OwnerIndex(records, keep, clock);
    this.records = records;
    this.blobs = blobs;
    this.clock = clock;
    this.random = random;
  }

  /**
   * Content that is in the blob store, and that no record names yet.
   *
   * @param name that its record is to have
   */
  public record Received(String name, long bytes, int parts, String sha256) {}

  /** Whose something is, as it stands in names of records and blobs. */
  public static String owner(Caller owner) {
    return Digest.of(owner.tenant().orElse("") + "\n" + owner.id());
  }

  /**
   * Puts content into the blob store as it comes.
   *
   * @param most bytes that it may have
   * @throws TooLongException when it has more; what was stored is deleted then, as after every
   *     failure
   * @throws IOException when it breaks off
   */
  public Received receive(Caller owner, InputStream content, long most, Deadline deadline)
      throws IOException, StoreException, TooLongException {
    String name = SortedName.next(clock.instant(), random);
    MessageDigest digest = sha256();
    long bytes = 0;
    int parts = 0;
    boolean whole = false;
    try {
      while (true) {
        byte[] part = content.readNBytes(PART);
        bytes += part.length;
        if (bytes > most) {
          throw new TooLongException(most);
        }
        if (part.length > 0) {
          digest.update(part);
          blobs.put(blob(owner, name, parts), part, deadline);
          parts++;
        }
        if (part.length < PART) {
          whole = true;
          return new Received(name, bytes, parts, HexFormat.of().formatHex(digest.digest()));
        }
      }
    } finally {
      if (!whole) {
        forget(owner, name, parts + 1, deadline);
      }
    }
  }

  /** Makes a file of what was received. */
  public StoredFile keep(
      Caller owner,
      Received content,
      String filename,
      String purpose,
      Duration keep,
      boolean chosen,
      Deadline deadline)
      throws StoreException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // As records have it.
    StoredFile file =
        new StoredFile(
            content.name(),
            filename,
            purpose,
            content.bytes(),
            content.parts(),
            content.sha256(),
            now,
            now.plus(keep),
            chosen);
    owners.note(owner, deadline);
    var unused = records.create(key(owner, file.name()), file.text(), file.expires(), deadline);
    return file;
  }

  /** Deletes what was received and is to be no file. */
  public void drop(Caller owner, Received content, Deadline deadline) {
    forget(owner, content.name(), content.parts(), deadline);
  }

  /** What cannot be deleted now the container's lifecycle rule deletes. */
  private void forget(Caller owner, String name, int parts, Deadline deadline) {
    try {
      for (int i = 0; i < parts; i++) {
        blobs.delete(blob(owner, name, i), deadline);
      }
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "parts of a file are left to expire: " + e.getMessage());
    }
  }

  /** A file of this caller's that has not expired, by its id. */
  public Optional<StoredFile> find(Caller owner, String id, Deadline deadline)
      throws StoreException {
    String name = StoredFile.nameOf(id);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<Stored> stored = records.get(key(owner, name), deadline);
    return stored.isEmpty()
        ? Optional.empty()
        : Optional.of(StoredFile.read(name, stored.get().text())).filter(this::isThere);
  }

  private boolean isThere(StoredFile file) {
    return file.expires().isAfter(clock.instant());
  }

  /**
   * All files of a caller, the newest first.
   *
   * @param enough when no more are needed, asked after each page of {@value RecordStore#MAX_PAGE}
   */
  public List<StoredFile> list(Caller owner, Enough enough, Deadline deadline)
      throws StoreException {
    List<StoredFile> files = new ArrayList<>();
    Optional<String> next = Optional.empty();
    int swept = 0;
    do {
      Page page = records.query(group(owner), "", next, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        StoredFile file = StoredFile.read(named.name(), named.record().text());
        if (isThere(file)) {
          files.add(file);
        } else if (swept < MOST_SWEPT) {
          swept++;
          sweep(owner, file, deadline);
        }
      }
      next = page.next();
    } while (next.isPresent() && !enough.is(files));
    return files;
  }

  /** Says when there are enough. */
  @FunctionalInterface
  public interface Enough {
    boolean is(List<StoredFile> soFar);
  }

  private void sweep(Caller owner, StoredFile file, Deadline deadline) throws StoreException {
    forget(owner, file.name(), file.parts(), deadline);
    records.delete(key(owner, file.name()), deadline);
  }

  /**
   * Reads a part of a file.
   *
   * @param part from 0
   * @throws StoreException.NoBlob when the container's lifecycle rule has deleted it
   */
  public byte[] part(Caller owner, StoredFile file, int part, Deadline deadline)
      throws StoreException {
    return blobs.get(blob(owner, file.name(), part), deadline);
  }

  /** Reads all of a file, which whoever asks knows to be small. */
  public byte[] whole(Caller owner, StoredFile file, Deadline deadline) throws StoreException {
    byte[] whole = new byte[Math.toIntExact(file.bytes())];
    int at = 0;
    for (int i = 0; i < file.parts(); i++) {
      byte[] part = part(owner, file, i, deadline);
      if (part.length > whole.length - at) {
        throw new StoreException.Unreadable("a file's parts have other bytes than its record says");
      }
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return at == whole.length ? whole : Arrays.copyOf(whole, at);
  }

  /**
   * Deletes a file.
   *
   * @return whether there was one of this caller's
   */
  public boolean delete(Caller owner, String id, Deadline deadline) throws StoreException {
    Optional<StoredFile> file = find(owner, id, deadline);
    if (file.isEmpty()) {
      return false;
    }
    // The record first: what is left without one is nobody's, and expires.
    records.delete(key(owner, file.get().name()), deadline);
    for (int i = 0; i < file.get().parts(); i++) {
      blobs.delete(blob(owner, file.get().name(), i), deadline);
    }
    return true;
  }

  /**
   * Deletes all files of a caller, those that have expired among them.
   *
   * @param before what is done with each before it is deleted
   * @return how many there were
   */
  public int erase(Caller owner, Before before, Deadline deadline) throws StoreException {
    int erased = 0;
    Optional<String> next = Optional.empty();
    do {
      Page page = records.query(group(owner), "", next, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        StoredFile file = StoredFile.read(named.name(), named.record().text());
        before.deletion(file);
        for (int i = 0; i < file.parts(); i++) {
          blobs.delete(blob(owner, file.name(), i), deadline);
        }
        records.delete(key(owner, file.name()), deadline);
        erased++;
      }
      next = page.next();
    } while (next.isPresent());
    return erased;
  }

  /** What is done with a file that is about to be deleted. */
  @FunctionalInterface
  public interface Before {
    void deletion(StoredFile file) throws StoreException;
  }

  private static String group(Caller owner) {
    return "files." + owner(owner);
  }

  private static RecordKey key(Caller owner, String name) {
    return new RecordKey(group(owner), name);
  }

  private static String blob(Caller owner, String name, int part) {
    return "files/" + owner(owner) + "/" + name + "/" + part;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
