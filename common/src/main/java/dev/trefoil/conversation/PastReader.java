package dev.trefoil.conversation;

import dev.trefoil.store.StoreException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Puts together what went before one turn. For one thread. */
final class PastReader {
  private final ThreadReader reader;
  private final RandomGenerator random;

  PastReader(ThreadReader reader, RandomGenerator random) {
    this.reader = reader;
    this.random = random;
  }

  Past read(Optional<TurnKey> previous, Collection<Item.Reference> references)
      throws StoreException, NotKeptException, TooLongException {
    List<Turn> before = previous.isPresent() ? chain(previous.get()) : List.of();
    reader.readFor(references);
    Map<String, Item.Whole> referred = new LinkedHashMap<>();
    for (Item.Reference reference : references) {
      whole(reference).ifPresent(item -> referred.put(reference.id(), item));
    }
    return new Past(next(previous, references), items(before), referred);
  }

  /**
   * Where nobody has gone on from the turn before, the thread goes on; otherwise this begins a
   * branch, which points to it, and so does who goes on from a turn of a conversation without being
   * in it. Who says items again without going on from a turn stays in their thread, so that one
   * query finds all of them.
   */
  private TurnKey next(Optional<TurnKey> previous, Collection<Item.Reference> references) {
    if (previous.isPresent()) {
      return reader.isFollowed(previous.get()) || isPlaced(previous.get())
          ? TurnKey.first(random)
          : previous.get().next(random);
    }
    return references.stream()
        .map(Item.Reference::of)
        .filter(key -> reader.record(key).isPresent() && !isPlaced(key))
        .reduce((first, last) -> last)
        .map(last -> last.next(random))
        .orElseGet(() -> TurnKey.first(random));
  }

  /** Whether a turn is a conversation's, where others do not go on. */
  private boolean isPlaced(TurnKey key) {
    return reader.record(key).flatMap(TurnRecord::place).isPresent();
  }

  /** The turns up to one, oldest first. */
  private List<Turn> chain(TurnKey last) throws StoreException, NotKeptException, TooLongException {
    Map<TurnKey, TurnRecord> chain = new LinkedHashMap<>();
    for (Optional<TurnKey> key = Optional.of(last); key.isPresent(); ) {
      TurnKey one = key.get();
      reader.readUpTo(one);
      TurnRecord record = reader.record(one).orElseThrow(() -> new NotKeptException(one));
      if (chain.put(one, record) != null) {
        throw new NotKeptException(one); // A circle, which nobody has kept.
      }
      key = record.previous();
    }
    List<TurnRecord> oldestFirst = List.copyOf(chain.values()).reversed();
    reader.load(oldestFirst);
    List<Turn> turns = new ArrayList<>(oldestFirst.size());
    for (TurnRecord record : oldestFirst) {
      turns.add(reader.turn(record.key()).orElseThrow(() -> new NotKeptException(record.key())));
    }
    return turns;
  }

  private List<Item.Whole> items(List<Turn> chain)
      throws StoreException, NotKeptException, TooLongException {
    List<Item.Whole> items = new ArrayList<>();
    for (Turn turn : chain) {
      reader.readFor(
          turn.input().stream()
              .filter(Item.Reference.class::isInstance)
              .map(Item.Reference.class::cast)
              .toList());
      for (List<Item> side : List.of(turn.input(), turn.output())) {
        for (Item item : side) {
          items.add(present(item));
        }
      }
    }
    return items;
  }

  private Item.Whole present(Item item) throws NotKeptException {
    return switch (item) {
      case Item.Whole whole -> whole;
      case Item.Reference reference ->
          whole(reference).orElseThrow(() -> new NotKeptException(reference.of()));
    };
  }

  /** The item that is referred to; it is whole in its own turn. */
  private Optional<Item.Whole> whole(Item.Reference reference) {
    return reader.turn(reference.of()).stream()
        .flatMap(turn -> List.of(turn.output(), turn.input()).stream())
        .flatMap(List::stream)
        .filter(Item.Whole.class::isInstance)
        .map(Item.Whole.class::cast)
        .filter(item -> item.id().equals(reference.id()))
        .findFirst();
  }
}
