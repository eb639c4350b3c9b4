package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.store.BlobStore;
import dev.trefoil.store.Content;
import dev.trefoil.store.Contents;
import dev.trefoil.store.Digest;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import dev.trefoil.store.StoreException.NoBlob;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;

/**
 * Threads of turns in the store. What a turn needs of those before it is one query, and it is kept
 * by one write, whatever the thread's length; what is too large for a record is a blob more. Two
 * who go on from the same turn make two branches, which share what went before.
 *
 * <p>A record's key holds its owner's digest: there is no way to another caller's. Used by many
 * threads at once.
 */
public final class Threads {
  private static final System.Logger LOG = System.getLogger(Threads.class.getName());

  private final RecordStore records;
  private final Writes writes;
  private final Contents contents;
  private final Duration keep;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final OwnerIndex index;

  /**
   * @param records of a store that has groups
   * @param keep how long a turn is kept
   */
  public Threads(RecordStore records, BlobStore blobs, Duration keep, InstantSource clock) {
    this.records = records;
    this.writes = new Writes(records);
    this.contents = new Contents(blobs);
    this.keep = keep;
    this.clock = clock;
    this.index = new OwnerIndex(records, keep, clock);
  }

  /**
   * Reads what a turn that begins goes on from.
   *
   * @param previous the turn before it
   * @param references items of other turns that it says again
   * @throws NotKeptException when {@code previous}, or a turn or item before it, is not kept
   * @throws TooLongException when that is more than one call may go on from
   */
  public Past past(
      Caller owner,
      Optional<TurnKey> previous,
      Collection<Item.Reference> references,
      Deadline deadline)
      throws StoreException, NotKeptException, TooLongException {
    return new PastReader(new ThreadReader(owner, this, deadline), random)
        .read(previous, references);
  }

  /** A key for another turn in the place of one, where a turn is made more than once. */
  public TurnKey another(TurnKey key) {
    return key.another(random);
  }

  /** Reads one turn; its references stay such. */
  public Optional<Turn> find(Caller owner, TurnKey key, Deadline deadline) throws StoreException {
    Optional<TurnRecord> record = record(owner, key, deadline);
    try {
      return record.isEmpty() ? Optional.empty() : Optional.of(turn(record.get(), deadline));
    } catch (NoBlob e) {
      return Optional.empty(); // Half deleted.
    }
  }

  /**
   * Keeps a turn; it is safe when this returns. Where the store does not say whether it was, it is
   * asked once more.
   *
   * @return until when it is kept
   */
  public Instant keep(Caller owner, Turn turn, Deadline deadline) throws StoreException {
    TurnRecord record =
        new TurnRecord(turn.key(), owner, turn.previous(), new Content.Inline(""), now(), expiry());
    // Nobody else has made the key, unless two went on from one turn and drew alike.
    if (!put(record, turn, Optional.empty(), deadline)) {
      throw new Contended("another turn has the key " + turn.key());
    }
    return record.expires();
  }

  /**
   * Writes a turn into its record, and what of it is too large beside that; nothing is left of it
   * where that fails.
   *
   * @param record but for its content
   * @param over the version that it is written over; empty where there must be none
   * @return false where someone was quicker
   */
  boolean put(TurnRecord record, Turn turn, Optional<String> over, Deadline deadline)
      throws StoreException {
    // A name of its own each time that it is written: none is overwritten.
    String blob =
        "turns/" + digest(record.owner()) + "/" + turn.key() + "-" + TurnKey.letters(random, 8);
    Content content = contents.keep(blob, TurnText.write(turn), deadline);
    boolean written = false;
    try {
      written = put(record.with(content), over, deadline).isPresent();
      return written;
    } finally {
      if (!written) {
        forget(content, deadline);
      }
    }
  }

  /** Writes a record; empty where someone was quicker. */
  Optional<String> put(TurnRecord record, Optional<String> over, Deadline deadline)
      throws StoreException {
    RecordKey name = recordKey(record.owner(), record.name());
    if (over.isPresent()) {
      return writes.replace(name, record.text(), record.expires(), over.get(), deadline);
    }
    index.note(record.owner(), deadline);
    return writes.create(name, record.text(), record.expires(), deadline);
  }

  /**
   * Notes whom a turn of a caller's speaks of, before it is kept: an erasure finds its thread by
   * that.
   *
   * @param subject as the caller names it
   */
  public void note(Caller owner, String subject, TurnKey turn, Deadline deadline)
      throws StoreException {
    index.note(owner, subject, turn, deadline);
  }

  /** By what an erasure finds threads. */
  OwnerIndex index() {
    return index;
  }

  /** A record of now for a place of a conversation, which says nothing yet. */
  TurnRecord placed(Caller owner, TurnKey key, Optional<TurnKey> previous, Place place) {
    return new TurnRecord(
        key, owner, previous, new Content.Inline(""), now(), expiry(), Optional.of(place));
  }

  /** What nothing leads to. */
  private void forget(Content content, Deadline deadline) {
    try {
      contents.delete(content, deadline);
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "a blob is left to its lifecycle rule: " + e.getMessage());
    }
  }

  /**
   * Deletes a turn and all that lies beside it. Those that go on from it cannot be gone on from any
   * more.
   *
   * @return whether there was one
   */
  public boolean delete(Caller owner, TurnKey key, Deadline deadline) throws StoreException {
    Optional<TurnRecord> record = record(owner, key, deadline);
    if (record.isPresent()) {
      // The record last: whoever repeats this finds what is left.
      contents.delete(record.get().content(), deadline);
      records.delete(recordKey(owner, record.get().name()), deadline);
    }
    return record.isPresent();
  }

  /** A turn that is whole, wherever it lies: most lie under their keys. */
  private Optional<TurnRecord> record(Caller owner, TurnKey key, Deadline deadline)
      throws StoreException {
    Optional<Placed> placed = at(owner, key, deadline);
    if (placed.isEmpty() && !key.equals(key.place())) {
      placed = at(owner, key.place(), deadline);
    }
    return placed
        .map(Placed::record)
        .filter(record -> record.key().equals(key) && record.isWhole() && isKept(record));
  }

  /** What lies under a name. */
  Optional<Placed> at(Caller owner, TurnKey name, Deadline deadline) throws StoreException {
    Optional<Stored> stored = records.get(recordKey(owner, name), deadline);
    if (stored.isEmpty() || Head.read(name, stored.get().text()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new Placed(TurnRecord.read(name, stored.get().text()), stored.get().version()));
  }

  /** A turn's record as it was read. */
  record Placed(TurnRecord record, String version) {}

  /** The store deletes some time after it may. */
  boolean isKept(TurnRecord record) {
    return record.expires().isAfter(clock.instant());
  }

  Turn turn(TurnRecord record, Deadline deadline) throws StoreException {
    return TurnText.read(record, contents.load(record.content(), deadline));
  }

  /** Where turns are kept. */
  public RecordStore records() {
    return records;
  }

  Writes writes() {
    return writes;
  }

  /** What keeps longer texts. */
  public Contents contents() {
    return contents;
  }

  SecureRandom random() {
    return random;
  }

  /** What it is by the clock that all of it goes by. */
  public Instant now() {
    return clock.instant();
  }

  /** Until when what is written now is kept. */
  Instant expiry() {
    return now().plus(keep);
  }

  /** A caller's turns are in many groups, so that no partition of the store's has all of them. */
  public static String group(Caller owner, TurnKey key) {
    return group(owner, key.share());
  }

  static String group(Caller owner, String share) {
    return "turns." + digest(owner) + "." + share;
  }

  static RecordKey recordKey(Caller owner, TurnKey name) {
    return new RecordKey(group(owner, name), name.text());
  }

  /** Neither part has a line's end. */
  static String digest(Caller owner) {
    return Digest.of(owner.tenant().orElse("") + "\n" + owner.id());
  }
}
