package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads threads as far as one call needs them, each once, within bounds. For one thread. */
final class ThreadReader {
  /** What one call goes on from, at most: far more than a model takes. */
  private static final long MOST_BYTES = 32L << 20;

  /** A branch is a thread of its own, and a call may refer to items of several. */
  private static final int MOST_THREADS = 100;

  private final Caller owner;
  private final Threads threads;
  private final Deadline deadline;
  private final Map<TurnKey, TurnRecord> records = new HashMap<>();
  private final Map<TurnKey, Turn> turns = new HashMap<>();

  /** How far each thread was read: the last position, inclusive. */
  private final Map<String, String> read = new HashMap<>();

  private long bytes;

  ThreadReader(Caller owner, Threads threads, Deadline deadline) {
    this.owner = owner;
    this.threads = threads;
    this.deadline = deadline;
  }

  /** The record of a turn of a thread that was read so far; empty where it is not kept. */
  Optional<TurnRecord> record(TurnKey key) {
    return Optional.ofNullable(records.get(key));
  }

  /** What a turn says that was loaded; empty where it is not kept. */
  Optional<Turn> turn(TurnKey key) {
    return Optional.ofNullable(turns.get(key));
  }

  /** Whether a turn of a thread that was read stands behind this one. */
  boolean isFollowed(TurnKey key) {
    return records.keySet().stream()
        .filter(other -> other.thread().equals(key.thread()))
        .anyMatch(other -> other.position().compareTo(key.position()) > 0);
  }

  /** Reads the threads of what is referred to, and what those turns say. */
  void readFor(Collection<Item.Reference> references) throws StoreException, TooLongException {
    Map<String, TurnKey> furthest = new LinkedHashMap<>();
    for (Item.Reference reference : references) {
      furthest.merge(
          reference.of().thread(),
          reference.of(),
          (one, other) -> one.position().compareTo(other.position()) < 0 ? other : one);
    }
    for (TurnKey key : furthest.values()) {
      readUpTo(key);
    }
    load(
        references.stream()
            .map(Item.Reference::of)
            .distinct()
            .flatMap(key -> record(key).stream())
            .toList());
  }

  /** Reads a thread up to a turn and, where there is one, to the first behind it. */
  void readUpTo(TurnKey last) throws StoreException, TooLongException {
    String known = read.get(last.thread());
    if (known != null && known.compareTo(last.position()) >= 0) {
      return;
    }
    read.put(last.thread(), last.position());
    if (read.size() > MOST_THREADS) {
      throw new TooLongException("it lies in more than " + MOST_THREADS + " threads");
    }
    int limit = Math.min(RecordStore.MAX_PAGE, last.before() + 2);
    Optional<String> from = Optional.empty();
    do {
      Page page =
          threads.records().query(Threads.group(owner, last), last.thread(), from, limit, deadline);
      for (Named named : page.records()) {
        TurnKey key = new TurnKey(named.name());
        if (Head.read(key, named.record().text()).isPresent()) {
          continue;
        }
        TurnRecord record = TurnRecord.read(key, named.record().text());
        if (threads.isKept(record)
            && record.isWhole()
            && records.put(record.key(), record) == null) {
          count(named.record().text().length());
        }
        if (key.position().compareTo(last.position()) > 0) {
          return;
        }
      }
      from = page.next();
    } while (from.isPresent());
  }

  /** Reads what turns say: of those that lie beside their records, several at once. */
  void load(List<TurnRecord> wanted) throws StoreException, TooLongException {
    List<TurnRecord> missing =
        wanted.stream().filter(record -> !turns.containsKey(record.key())).toList();
    for (TurnRecord record : missing) {
      count(record.bytesBeside());
    }
    for (Optional<Turn> turn : AtOnce.map(missing, this::said)) {
      turn.ifPresent(one -> turns.put(one.key(), one));
    }
  }

  /** What a turn says; empty of one that is half deleted. */
  private Optional<Turn> said(TurnRecord record) throws StoreException {
    try {
      return Optional.of(threads.turn(record, deadline));
    } catch (NoBlob e) {
      return Optional.empty();
    }
  }

  private void count(long more) throws TooLongException {
    bytes += more;
    if (bytes > MOST_BYTES) {
      throw new TooLongException("it is longer than " + (MOST_BYTES >> 20) + " MiB");
    }
  }
}
