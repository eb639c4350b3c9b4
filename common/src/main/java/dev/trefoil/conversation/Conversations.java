package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Threads.Placed;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore.Stored;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.Contended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Conversations: threads with a head before their turns, in which each position is one record. Used
 * by many threads at once.
 */
public final class Conversations {
  /** What one conversation may hold: as much as one call goes on from. */
  static final long MOST_BYTES = 32L << 20;

  /**
   * A head that ends sooner than it could by this is written anew when its conversation is used.
   */
  private static final Duration STALE = Duration.ofDays(1);

  private final Threads threads;
  private final Runs runs;
  private final ConversationItems items;

  public Conversations(Threads threads) {
    this.threads = threads;
    this.runs = new Runs(threads, this);
    this.items = new ConversationItems(threads);
  }

  /** What makes responses in conversations. */
  public Runs runs() {
    return runs;
  }

  /** What tells and deletes their items. */
  public ConversationItems items() {
    return items;
  }

  /**
   * Makes a conversation.
   *
   * @param first its first items, by the key of their turn; none where there are none
   */
  public Conversation create(
      Caller owner,
      Map<String, String> metadata,
      Function<TurnKey, List<Item>> first,
      Deadline deadline)
      throws StoreException {
    ConversationKey key = ConversationKey.make(threads.random());
    Instant now = threads.now();
    Head head = new Head(new Conversation(key, metadata, now), owner, threads.expiry());
    TurnKey turn = TurnKey.at(key.thread(), 1, threads.random());
    List<Item> items = first.apply(turn);
    threads.index().note(owner, deadline);
    // The head last: until then nobody knows of it.
    if (!items.isEmpty()) {
      place(owner, new Turn(turn, Optional.empty(), items, List.of(), "{}"), deadline);
    }
    if (threads
        .writes()
        .create(name(owner, key), head.text(), head.expires(), deadline)
        .isEmpty()) {
      throw new Contended("another conversation has the key " + key);
    }
    return head.conversation();
  }

  /** A conversation that is kept. */
  public Optional<Conversation> find(Caller owner, ConversationKey key, Deadline deadline)
      throws StoreException {
    Optional<Stored> stored = threads.records().get(name(owner, key), deadline);
    return stored.isEmpty() ? Optional.empty() : head(key, stored.get()).map(Head::conversation);
  }

  /** Gives a conversation other labels. */
  public Optional<Conversation> label(
      Caller owner, ConversationKey key, Map<String, String> metadata, Deadline deadline)
      throws StoreException {
    Contention contention = new Contention("the conversation " + key, deadline);
    while (true) {
      Optional<Stored> stored = threads.records().get(name(owner, key), deadline);
      Optional<Head> head = stored.isEmpty() ? Optional.empty() : head(key, stored.get());
      if (head.isEmpty()) {
        return Optional.empty();
      }
      Head other = head.get().with(metadata, threads.expiry());
      if (replace(owner, other, stored.get().version(), deadline)) {
        return Optional.of(other.conversation());
      }
      contention.pause();
    }
  }

  /**
   * Says items in a conversation that no response is being made in.
   *
   * @param said the items, by the key of their turn
   * @return the items
   * @throws TooLongException when it would hold more than it may
   */
  public List<Item> append(
      Caller owner, ConversationKey key, Function<TurnKey, List<Item>> said, Deadline deadline)
      throws StoreException, NoConversationException, LockedException, TooLongException {
    Contention contention = new Contention("the conversation " + key, deadline);
    while (true) {
      ConversationRecords records = ConversationRecords.read(threads, owner, key, deadline);
      Head head = records.require(key);
      Optional<Placed> running = records.running();
      if (running.isPresent()) {
        runs.requireEnded(running.get().record());
        // Whoever made it is late: it finds that its place is not there.
        RecordKey late = Threads.recordKey(owner, running.get().record().name());
        if (!threads.records().delete(late, running.get().version(), deadline)) {
          contention.pause();
        }
        continue;
      }
      TurnKey turn = next(records, key);
      List<Item> items = said.apply(turn);
      Turn whole =
          new Turn(turn, records.last().map(one -> one.record().key()), items, List.of(), "{}");
      if (records.bytes() + TurnText.write(whole).length > MOST_BYTES) {
        throw new TooLongException("it would be longer than " + (MOST_BYTES >> 20) + " MiB");
      }
      if (place(owner, whole, deadline)) {
        refresh(owner, head, records.version(), deadline);
        return items;
      }
      contention.pause();
    }
  }

  /** The key of a turn behind all of a conversation. */
  TurnKey next(ConversationRecords records, ConversationKey key) throws TooLongException {
    if (records.next() > TurnKey.LAST_POSITION) {
      throw new TooLongException("it has more than " + TurnKey.LAST_POSITION + " turns");
    }
    return TurnKey.at(key.thread(), records.next(), threads.random());
  }

  /** Puts a turn into its place; false where another has it. */
  private boolean place(Caller owner, Turn turn, Deadline deadline) throws StoreException {
    TurnRecord record = threads.placed(owner, turn.key(), turn.previous(), new Place.Whole());
    return threads.put(record, turn, Optional.empty(), deadline);
  }

  /**
   * Deletes a conversation with all its items.
   *
   * @return whether there was one
   */
  public boolean delete(Caller owner, ConversationKey key, Deadline deadline)
      throws StoreException {
    return new Deletion(threads, owner, key, deadline).run();
  }

  /** Lets a conversation that is used be kept for longer; that it is not is no failure. */
  void refresh(Caller owner, Head head, String version, Deadline deadline) throws StoreException {
    Instant until = threads.expiry();
    if (head.expires().isBefore(until.minus(STALE))) {
      var unused = replace(owner, head.until(until), version, deadline);
    }
  }

  private boolean replace(Caller owner, Head head, String version, Deadline deadline)
      throws StoreException {
    return threads
        .writes()
        .replace(
            name(owner, head.conversation().key()), head.text(), head.expires(), version, deadline)
        .isPresent();
  }

  private Optional<Head> head(ConversationKey key, Stored stored) throws StoreException {
    return Head.read(key.head(), stored.text())
        .filter(head -> head.expires().isAfter(threads.now()));
  }

  static RecordKey name(Caller owner, ConversationKey key) {
    return Threads.recordKey(owner, key.head());
  }
}
