package dev.trefoil.conversation;

import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.conversation.Threads.Placed;
import dev.trefoil.store.Contention;
import dev.trefoil.store.StoreException;
import dev.trefoil.store.StoreException.NoBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The items of conversations: listed in pages, told and deleted one by one. */
public final class ConversationItems {
  private final Threads threads;

  ConversationItems(Threads threads) {
    this.threads = threads;
  }

  /**
   * A page of items.
   *
   * @param more whether there is another
   */
  public record Page(List<Item.Whole> items, boolean more) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * Lists items. Of turns that are not on the page only the records are read.
   *
   * @param after the item before the page
   * @return empty where {@code after} is none of the conversation's
   */
  public Optional<Page> list(
      Caller owner,
      ConversationKey key,
      Optional<Item.Reference> after,
      boolean descending,
      int limit,
      Deadline deadline)
      throws StoreException, NoConversationException {
    ConversationRecords records = ConversationRecords.read(threads, owner, key, deadline);
    var unused = records.require(key);
    List<TurnRecord> turns = records.turns(threads);
    if (descending) {
      turns = turns.reversed();
    }
    int start = 0;
    if (after.isPresent()) {
      start = turns.stream().map(TurnRecord::key).toList().indexOf(after.get().of());
      if (start < 0) {
        return Optional.empty();
      }
    }
    List<Item.Whole> page = new ArrayList<>();
    for (TurnRecord turn : turns.subList(start, turns.size())) {
      List<Item.Whole> items = items(turn, deadline);
      if (descending) {
        items = items.reversed();
      }
      if (after.isPresent() && turn.key().equals(after.get().of())) {
        int at = items.stream().map(Item::id).toList().indexOf(after.get().id());
        if (at < 0) {
          return Optional.empty();
        }
        items = items.subList(at + 1, items.size());
      }
      page.addAll(items);
      if (page.size() > limit) {
        return Optional.of(new Page(page.subList(0, limit), true));
      }
    }
    return Optional.of(new Page(page, false));
  }

  /** One item. */
  public Optional<Item.Whole> find(
      Caller owner, ConversationKey key, Item.Reference item, Deadline deadline)
      throws StoreException {
    Optional<Placed> placed = placed(owner, key, item, deadline);
    return placed.isEmpty()
        ? Optional.empty()
        : items(placed.get().record(), deadline).stream()
            .filter(one -> one.id().equals(item.id()))
            .findFirst();
  }

  /**
   * Deletes an item: its turn is written anew without it, what it said before is deleted.
   *
   * @return whether there was one
   */
  public boolean delete(Caller owner, ConversationKey key, Item.Reference item, Deadline deadline)
      throws StoreException {
    Contention contention = new Contention("the conversation " + key, deadline);
    while (true) {
      Optional<Placed> placed = placed(owner, key, item, deadline);
      if (placed.isEmpty()) {
        return false;
      }
      TurnRecord record = placed.get().record();
      Optional<Turn> turn = turn(record, deadline).filter(one -> has(one, item.id()));
      if (turn.isEmpty()) {
        return false;
      }
      Turn without = without(turn.get(), item.id());
      if (threads.put(record, without, Optional.of(placed.get().version()), deadline)) {
        threads.contents().delete(record.content(), deadline);
        return true;
      }
      contention.pause();
    }
  }

  private static boolean has(Turn turn, String id) {
    return Stream.concat(turn.input().stream(), turn.output().stream())
        .anyMatch(item -> item.id().equals(id));
  }

  private static Turn without(Turn turn, String id) {
    return new Turn(
        turn.key(),
        turn.previous(),
        turn.input().stream().filter(item -> !item.id().equals(id)).toList(),
        turn.output().stream().filter(item -> !item.id().equals(id)).toList(),
        turn.answer());
  }

  /** The turn of an item, where it is whole and this conversation's. */
  private Optional<Placed> placed(
      Caller owner, ConversationKey key, Item.Reference item, Deadline deadline)
      throws StoreException {
    return key.has(item.of())
        ? threads
            .at(owner, item.of().place(), deadline)
            .filter(one -> one.record().key().equals(item.of()))
            .filter(one -> one.record().isWhole() && threads.isKept(one.record()))
        : Optional.empty();
  }

  private List<Item.Whole> items(TurnRecord record, Deadline deadline) throws StoreException {
    Optional<Turn> turn = turn(record, deadline);
    return turn.stream()
        .flatMap(one -> Stream.concat(one.input().stream(), one.output().stream()))
        .filter(Item.Whole.class::isInstance)
        .map(Item.Whole.class::cast)
        .toList();
  }

  private Optional<Turn> turn(TurnRecord record, Deadline deadline) throws StoreException {
    try {
      return Optional.of(threads.turn(record, deadline));
    } catch (NoBlob e) {
      return Optional.empty(); // Half deleted.
    }
  }
}
