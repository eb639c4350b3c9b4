package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.store.Content;
import dev.trefoil.store.RecordKey;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NewerFormat;
import dev.trefoil.store.StoreException.Unreadable;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All turns of one group of records, or of one thread in it, whatever they are part of. */
final class StoredTurns {
  private static final System.Logger LOG = System.getLogger(StoredTurns.class.getName());

  private final Threads threads;
  private final Conversations conversations;

  StoredTurns(Threads threads, Conversations conversations) {
    this.threads = threads;
    this.conversations = conversations;
  }

  /**
   * Where turns lie.
   *
   * @param prefix of their names; empty for the whole group
   */
  record Found(String group, String prefix) {}

  /** Deletes them with their blobs and conversations, those that have expired among them. */
  Erased erase(Caller owner, Found where, Deadline deadline) throws StoreException {
    Erased all = Erased.NOTHING;
    List<ConversationKey> heads = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Page page =
          threads
              .records()
              .query(where.group(), where.prefix(), from, RecordStore.MAX_PAGE, deadline);
      for (Named named : page.records()) {
        all = all.plus(erase(where.group(), named, heads, deadline));
      }
      from = page.next();
    } while (from.isPresent());
    for (ConversationKey key : heads) {
      // What is still said in it finds that it is gone.
      var unused = conversations.delete(owner, key, deadline);
      threads.records().delete(Conversations.name(owner, key), deadline);
    }
    return all;
  }

  private Erased erase(String group, Named named, List<ConversationKey> heads, Deadline deadline)
      throws StoreException {
    try {
      TurnKey name = new TurnKey(named.name());
      if (Head.read(name, named.record().text()).isPresent()) {
        heads.add(new ConversationKey(name.thread()));
        return Erased.CONVERSATION;
      }
      TurnRecord record = TurnRecord.read(name, named.record().text());
      if (record.place().filter(Place.Gone.class::isInstance).isPresent()) {
        return Erased.NOTHING; // It says nothing, and keeps others away.
      }
      // The record last: whoever repeats this finds what is left.
      threads.contents().delete(record.content(), deadline);
      threads.records().delete(new RecordKey(group, named.name()), deadline);
      return Erased.turn(record.isWhole(), record.content() instanceof Content.Stored);
    } catch (NewerFormat | Unreadable | IllegalArgumentException e) {
      LOG.log(Level.WARNING, "a record is not erased, since it cannot be read: " + e.getMessage());
      return Erased.UNREADABLE;
    }
  }
}
