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
import dev.trefoil.store.StoreException.Unreachable;
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
  private final Contents contents;
  private final Duration keep;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param records of a store that has groups
   * @param keep how long a turn is kept
   */
  public Threads(RecordStore records, BlobStore blobs, Duration keep, InstantSource clock) {
    this.records = records;
    this.contents = new Contents(blobs);
    this.keep = keep;
    this.clock = clock;
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
    Content content = contents.keep(blob(owner, turn.key()), TurnText.write(turn), deadline);
    Instant now = clock.instant();
    Instant expires = now.plus(keep);
    String text = new TurnRecord(turn.key(), owner, turn.previous(), content, now, expires).text();
    RecordKey key = recordKey(owner, turn.key());
    try {
      create(key, text, expires, deadline);
    } catch (StoreException e) {
      forget(content, deadline);
      throw e;
    }
    return expires;
  }

  /** What nothing leads to. */
  private void forget(Content content, Deadline deadline) {
    try {
      contents.delete(content, deadline);
    } catch (StoreException e) {
      LOG.log(Level.WARNING, "a blob is left to its lifecycle rule: " + e.getMessage());
    }
  }

  private void create(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    try {
      createOnce(key, text, expires, deadline);
    } catch (Unreachable e) {
      createOnce(key, text, expires, deadline);
    }
  }

  /** Nobody else has made the key, unless two went on from one turn and drew alike. */
  private void createOnce(RecordKey key, String text, Instant expires, Deadline deadline)
      throws StoreException {
    if (records.create(key, text, expires, deadline).isEmpty()
        && records.get(key, deadline).map(Stored::text).filter(text::equals).isEmpty()) {
      throw new Contended("another turn has the key " + key);
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
      records.delete(recordKey(owner, key), deadline);
    }
    return record.isPresent();
  }

  private Optional<TurnRecord> record(Caller owner, TurnKey key, Deadline deadline)
      throws StoreException {
    Optional<Stored> stored = records.get(recordKey(owner, key), deadline);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    TurnRecord record = TurnRecord.read(key, stored.get().text());
    return isKept(record) ? Optional.of(record) : Optional.empty();
  }

  /** The store deletes some time after it may. */
  boolean isKept(TurnRecord record) {
    return record.expires().isAfter(clock.instant());
  }

  Turn turn(TurnRecord record, Deadline deadline) throws StoreException {
    return TurnText.read(record, contents.load(record.content(), deadline));
  }

  RecordStore records() {
    return records;
  }

  /** A caller's turns are in many groups, so that no partition of the store's has all of them. */
  public static String group(Caller owner, TurnKey key) {
    return "turns." + digest(owner) + "." + key.share();
  }

  private static RecordKey recordKey(Caller owner, TurnKey key) {
    return new RecordKey(group(owner, key), key.text());
  }

  private static String blob(Caller owner, TurnKey key) {
    return "turns/" + digest(owner) + "/" + key;
  }

  /** Neither part has a line's end. */
  private static String digest(Caller owner) {
    return Digest.of(owner.tenant().orElse("") + "\n" + owner.id());
  }
}
