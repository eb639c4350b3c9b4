// One table: its items, by partition and sort key.
package dev.trefoil.emulators.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A table. Every operation on an item runs alone on its table, so that a condition and the write
 * behind it are one.
 */
final class Table {
  private static final Value NO_SORT_KEY = new Value.Null();

  private final String name;
  private final Schema schema;
  private final Instant createdAt;
  private final boolean payPerRequest;
  private final boolean isProtected;
  private final String id = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();

  /** By a hash of the partition key, as a scan meets them: in no order that a client could like. */
  private final NavigableMap<Value, NavigableMap<Value, Value.Document>> partitions =
      new TreeMap<>(
          Comparator.<Value>comparingInt(Object::hashCode).thenComparing(SortOrder::compareKeys));

  private TimeToLive timeToLive = TimeToLive.OFF;
  private Instant sweptAt;

  Table(String name, Schema schema, Instant createdAt, boolean payPerRequest, boolean isProtected) {
    this.name = name;
    this.schema = schema;
    this.createdAt = createdAt;
    this.payPerRequest = payPerRequest;
    this.isProtected = isProtected;
    this.sweptAt = createdAt;
  }

  String name() {
    return name;
  }

  String id() {
    return id;
  }

  Schema schema() {
    return schema;
  }

  Instant createdAt() {
    return createdAt;
  }

  boolean isPayPerRequest() {
    return payPerRequest;
  }

  boolean isProtected() {
    return isProtected;
  }

  <T> T alone(Supplier<T> operation) {
    lock.lock();
    try {
      return operation.get();
    } finally {
      lock.unlock();
    }
  }

  Optional<Value.Document> find(Value.Document key) {
    NavigableMap<Value, Value.Document> partition = partitions.get(partitionKey(key));
    return Optional.ofNullable(partition == null ? null : partition.get(sortKey(key)));
  }

  void put(Value.Document item) {
    partitions
        .computeIfAbsent(partitionKey(item), key -> new TreeMap<>(SortOrder::compareKeys))
        .put(sortKey(item), item);
  }

  void remove(Value.Document key) {
    NavigableMap<Value, Value.Document> partition = partitions.get(partitionKey(key));
    if (partition != null) {
      partition.remove(sortKey(key));
      if (partition.isEmpty()) {
        partitions.remove(partitionKey(key));
      }
    }
  }

  /**
   * A partition's items in the order of their sort keys.
   *
   * @param after the key behind which to begin, which need not be there
   */
  Stream<Value.Document> partition(
      Value partitionKey, boolean forward, Optional<Value.Document> after) {
    NavigableMap<Value, Value.Document> items = partitions.get(partitionKey);
    if (items == null) {
      return Stream.empty();
    }
    NavigableMap<Value, Value.Document> ordered = forward ? items : items.descendingMap();
    return after.map(key -> ordered.tailMap(sortKey(key), false)).orElse(ordered).values().stream();
  }

  /** All items in the order in which a scan meets them, from behind a key. */
  Stream<Value.Document> all(Optional<Value.Document> after) {
    if (after.isEmpty()) {
      return items(partitions);
    }
    Value partitionKey = partitionKey(after.get());
    return Stream.concat(
        partition(partitionKey, true, after), items(partitions.tailMap(partitionKey, false)));
  }

  private static Stream<Value.Document> items(
      NavigableMap<Value, NavigableMap<Value, Value.Document>> partitions) {
    return partitions.values().stream().flatMap(items -> items.values().stream());
  }

  int count() {
    return partitions.values().stream().mapToInt(NavigableMap::size).sum();
  }

  long bytes() {
    return items(partitions).mapToLong(Sizes::item).sum();
  }

  TimeToLive timeToLive() {
    return timeToLive;
  }

  void timeToLive(TimeToLive changed) {
    timeToLive = changed;
  }

  /** Removes what has ended, if the last time is this long ago. */
  void sweep(Instant now, Duration every) {
    if (now.isBefore(sweptAt.plus(every))) {
      return;
    }
    sweptAt = now;
    items(partitions).filter(item -> timeToLive.hasEnded(item, now)).toList().forEach(this::remove);
  }

  private Value partitionKey(Value.Document item) {
    return item.values().get(schema.partition().name());
  }

  private Value sortKey(Value.Document item) {
    return schema.sort().map(key -> item.values().get(key.name())).orElse(NO_SORT_KEY);
  }
}
