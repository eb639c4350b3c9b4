package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Threads.Placed;
import dev.trefoil.store.RecordStore;
import dev.trefoil.store.RecordStore.Named;
import dev.trefoil.store.RecordStore.Page;
import dev.trefoil.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All records of a conversation as they were read, in order: a query a hundred.
 *
 * @param head empty where there is none, or it has expired
 * @param version the head's
 * @param places with those that have expired
 */
record ConversationRecords(Optional<Head> head, String version, List<Placed> places) {
  ConversationRecords {
    places = List.copyOf(places);
  }

  static ConversationRecords read(
      Threads threads, Caller owner, ConversationKey key, Deadline deadline) throws StoreException {
    Optional<Head> head = Optional.empty();
    String version = "";
    List<Placed> places = new ArrayList<>();
    Optional<String> from = Optional.empty();
    do {
      Page page =
          threads
              .records()
              .query(
                  Threads.group(owner, key.head()),
                  key.thread(),
                  from,
                  RecordStore.MAX_PAGE,
                  deadline);
      for (Named named : page.records()) {
        TurnKey name = new TurnKey(named.name());
        Optional<Head> read = Head.read(name, named.record().text());
        if (read.isPresent()) {
          head = read.filter(one -> one.expires().isAfter(threads.now()));
          version = named.record().version();
        } else {
          TurnRecord record = TurnRecord.read(name, named.record().text());
          if (record.place().isPresent()) {
            places.add(new Placed(record, named.record().version()));
          }
        }
      }
      from = page.next();
    } while (from.isPresent());
    return new ConversationRecords(head, version, places);
  }

  /** The head of a conversation that is there. */
  Head require(ConversationKey key) throws NoConversationException {
    if (isGone()) {
      throw new NoConversationException(key);
    }
    return head.orElseThrow(() -> new NoConversationException(key));
  }

  /** Whether someone has begun to delete it. */
  boolean isGone() {
    return last()
        .filter(one -> one.record().place().orElseThrow() instanceof Place.Gone)
        .isPresent();
  }

  Optional<Placed> last() {
    return places.isEmpty() ? Optional.empty() : Optional.of(places.getLast());
  }

  /** The run that has the last place. */
  Optional<Placed> running() {
    return last().filter(one -> one.record().place().orElseThrow() instanceof Place.Running);
  }

  /** The turns that can be told, in order. */
  List<TurnRecord> turns(Threads threads) {
    return places.stream()
        .map(Placed::record)
        .filter(record -> record.isWhole() && threads.isKept(record))
        .toList();
  }

  /** The position behind all of them. */
  int next() {
    return last().map(one -> one.record().key().before() + 1).orElse(1);
  }

  /** Its bytes, with what lies beside the records. */
  long bytes() {
    long bytes = 0;
    for (Placed one : places) {
      bytes += one.record().bytes();
    }
    return bytes;
  }
}
