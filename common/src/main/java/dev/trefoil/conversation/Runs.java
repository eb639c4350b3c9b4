package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Threads.Placed;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Responses that are made in conversations, one at a time each. A run takes the next position by a
 * write that only one can make, before a model is asked, and ends with a write over just that: one
 * that was given up for dead finds that its place is another's. So a turn is a query (and one more
 * a hundred turns) and two writes. Used by many threads at once.
 */
public final class Runs {
  private final Threads threads;
  private final Conversations conversations;

  Runs(Threads threads, Conversations conversations) {
    this.threads = threads;
    this.conversations = conversations;
  }

  /**
   * Reads a conversation for its next turn.
   *
   * @throws LockedException while a response is being made in it
   */
  public Standing read(Caller owner, ConversationKey key, Deadline deadline)
      throws StoreException, NoConversationException, LockedException, TooLongException {
    ConversationRecords records = ConversationRecords.read(threads, owner, key, deadline);
    Head head = records.require(key);
    Optional<Placed> late = records.running();
    if (late.isPresent()) {
      requireEnded(late.get().record());
    }
    if (records.bytes() > Conversations.MOST_BYTES) {
      throw new TooLongException("it is longer than " + (Conversations.MOST_BYTES >> 20) + " MiB");
    }
    List<TurnRecord> turns = records.turns(threads);
    List<Item.Whole> items = new ArrayList<>();
    for (Turn turn : AtOnce.map(turns, record -> said(record, deadline))) {
      for (List<Item> side : List.of(turn.input(), turn.output())) {
        for (Item item : side) {
          if (item instanceof Item.Whole whole) { // Others are in no conversation.
            items.add(whole);
          }
        }
      }
    }
    TurnKey next =
        late.isPresent()
            ? threads.another(late.get().record().key())
            : conversations.next(records, key);
    return new Standing(
        owner,
        next,
        turns.isEmpty() ? Optional.empty() : Optional.of(turns.getLast().key()),
        items,
        late,
        head,
        records.version());
  }

  private Turn said(TurnRecord record, Deadline deadline) throws StoreException {
    try {
      return threads.turn(record, deadline);
    } catch (NoBlob e) { // Half deleted.
      return new Turn(record.key(), record.previous(), List.of(), List.of(), "{}");
    }
  }

  /** Holds a caller off while a run may still end. */
  void requireEnded(TurnRecord record) throws LockedException {
    if (record.place().orElseThrow() instanceof Place.Running(Instant until)
        && until.isAfter(threads.now())) {
      throw new LockedException(record.key(), Duration.between(threads.now(), until));
    }
  }

  /**
   * Begins what {@code standing} was read for.
   *
   * @param lease how long it has; then another may take its place
   * @throws LockedException where the conversation has gone on since it was read
   */
  public Run begin(Standing standing, Duration lease, Deadline deadline)
      throws StoreException, LockedException {
    Caller owner = standing.owner();
    TurnRecord record =
        threads.placed(
            owner,
            standing.next(),
            standing.previous(),
            new Place.Running(threads.now().plus(lease)));
    Optional<String> version = threads.put(record, standing.late().map(Placed::version), deadline);
    if (version.isEmpty()) {
      Optional<Placed> other = threads.at(owner, record.name(), deadline);
      if (other.isPresent()) {
        requireEnded(other.get().record());
      }
      throw new LockedException(
          other.map(one -> one.record().key()).orElse(standing.next()), Duration.ZERO);
    }
    conversations.refresh(owner, standing.head(), standing.version(), deadline);
    return new Run(record, version.get());
  }

  /**
   * Ends a run with its turn, which is safe when this returns true.
   *
   * @return false where the place was taken over, or the conversation deleted
   */
  public boolean end(Run run, Turn turn, Deadline deadline) throws StoreException {
    TurnRecord begun = run.record();
    TurnRecord record =
        threads.placed(begun.owner(), begun.key(), begun.previous(), new Place.Whole());
    return threads.put(record, turn, Optional.of(run.version()), deadline);
  }

  /** Gives the place back, where it is still the run's. */
  public void abandon(Run run, Deadline deadline) throws StoreException {
    RecordKey name = Threads.recordKey(run.record().owner(), run.record().name());
    var unused = threads.records().delete(name, run.version(), deadline);
  }
}
