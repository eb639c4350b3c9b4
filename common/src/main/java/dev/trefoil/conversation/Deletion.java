package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Threads.Placed;
import dev.trefoil.store.Contention;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.StoreException;
import java.time.Duration;
import java.util.Optional;

/**
 * Deletes one conversation with all its items. What is left for an hour is a record without
 * content, by which calls that are under way in it find that it is gone.
 */
final class Deletion {
  /** How long that stays in the way: longer than any call takes. */
  private static final Duration GONE = Duration.ofHours(1);

  private final Threads threads;
  private final Caller owner;
  private final ConversationKey key;
  private final Deadline deadline;

  Deletion(Threads threads, Caller owner, ConversationKey key, Deadline deadline) {
    this.threads = threads;
    this.owner = owner;
    this.key = key;
    this.deadline = deadline;
  }

  /** Whether there was one. */
  boolean run() throws StoreException {
    Contention contention = new Contention("the conversation " + key, deadline);
    while (true) {
      ConversationRecords records = ConversationRecords.read(threads, owner, key, deadline);
      if (records.head().isEmpty()) {
        return false;
      }
      if ((records.isGone() || close(records)) && empty(records)) {
        // The head last: whoever repeats this finds what is left.
        threads.records().delete(Conversations.name(owner, key), deadline);
        return true;
      }
      contention.pause();
    }
  }

  /** Takes the last place, so that nobody goes on; false where someone was quicker. */
  private boolean close(ConversationRecords records) throws StoreException {
    Optional<Placed> running = records.running();
    TurnKey last =
        running
            .map(one -> one.record().key())
            .orElseGet(() -> TurnKey.at(key.thread(), records.next(), threads.random()));
    TurnRecord gone =
        threads
            .placed(owner, last, Optional.empty(), new Place.Gone())
            .until(threads.now().plus(GONE));
    Optional<String> version = threads.put(gone, running.map(Placed::version), deadline);
    return version.isPresent();
  }

  /** Deletes all turns that were read; false where one was changed meanwhile. */
  private boolean empty(ConversationRecords records) throws StoreException {
    boolean all = true;
    for (Placed one : records.places()) {
      if (one.record().isWhole()) {
        threads.contents().delete(one.record().content(), deadline);
        RecordKey name = Threads.recordKey(owner, one.record().name());
        all &= threads.records().delete(name, one.version(), deadline);
      }
    }
    return all;
  }
}
