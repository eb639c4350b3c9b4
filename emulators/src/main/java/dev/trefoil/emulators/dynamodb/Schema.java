// A table's keys, and what they ask of items.
package dev.trefoil.emulators.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key schema.
 *
 * @param partition the partition key
 * @param sort the sort key, if there is one
 */
record Schema(Key partition, Optional<Key> sort) {

  /**
   * An attribute that is a key.
   *
   * @param type S, N or B
   */
  record Key(String name, Value.Type type) {}

  List<Key> keys() {
    List<Key> keys = new ArrayList<>(List.of(partition));
    sort.ifPresent(keys::add);
    return keys;
  }

  boolean hasKey(String name) {
    return keys().stream().anyMatch(key -> key.name().equals(name));
  }

  /** The key of an item that has one. */
  Value.Document keyOf(Value.Document item) {
    Map<String, Value> key = new LinkedHashMap<>();
    keys().forEach(part -> key.put(part.name(), item.values().get(part.name())));
    return new Value.Document(key);
  }

  /** Refuses an item without its key, or with one that cannot be. */
  void requireKeyIn(Value.Document item) {
    for (Key key : keys()) {
      Value value = item.values().get(key.name());
      if (value == null) {
        throw Refusal.invalidParameter("Missing the key " + key.name() + " in the item");
      }
      if (value.type() != key.type()) {
        throw Refusal.invalidParameter(
            "Type mismatch for key %s expected: %s actual: %s"
                .formatted(key.name(), key.type(), value.type()));
      }
      if (isEmpty(value)) {
        // "are not valid" in the place of "were invalid": so the service has it here.
        throw Refusal.invalid("One or more parameter values are not valid. " + emptyKey(key));
      }
      requireSize(key, value);
    }
  }

  /** Refuses what is no key of the table's. */
  void requireKey(Value.Document key) {
    if (key.values().size() != keys().size()) {
      throw noMatch();
    }
    for (Key part : keys()) {
      Value value = key.values().get(part.name());
      if (value == null || value.type() != part.type()) {
        throw noMatch();
      }
      if (isEmpty(value)) {
        throw Refusal.invalid("One or more parameter values are not valid. " + emptyKey(part));
      }
      requireSize(part, value);
    }
  }

  /** Refuses a path that leads into a key, which has nothing in it. */
  void requireScalarKeys(List<Path> paths) {
    for (Path path : paths) {
      if (path.isNested() && hasKey(path.head())) {
        throw Refusal.invalid(
            "Key attributes must be scalars; list random access '[]' and map lookup '.' are not"
                + " allowed: Key: "
                + path.head());
      }
    }
  }

  private static Refusal noMatch() {
    return Refusal.invalid("The provided key element does not match the schema");
  }

  static boolean isEmpty(Value value) {
    return value instanceof Value.Text text && text.text().isEmpty()
        || value instanceof Value.Binary bytes && bytes.octets().isEmpty();
  }

  private static String emptyKey(Key key) {
    return "The AttributeValue for a key attribute cannot contain an empty %s value. Key: %s"
        .formatted(key.type() == Value.Type.S ? "string" : "binary", key.name());
  }

  private void requireSize(Key key, Value value) {
    boolean isPartition = key.equals(partition);
    if (Sizes.value(value) > (isPartition ? Sizes.PARTITION_KEY : Sizes.SORT_KEY)) {
      // The service has no space before the number of the first.
      throw Refusal.invalidParameter(
          isPartition
              ? "Size of hashkey has exceeded the maximum size limit of2048 bytes"
              : "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }
}
