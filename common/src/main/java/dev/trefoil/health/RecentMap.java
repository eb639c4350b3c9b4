package dev.trefoil.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;

/**
 * What was used lately: of more than so many entries the one that was longest neither read nor
 * written is forgotten. Used by many threads at once.
 */
final class RecentMap<K, V> {
  private final int most;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  RecentMap(int most) {
    this.most = most;
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** The value of a key, made where there is none. */
  synchronized V get(K key, Supplier<V> made) {
    V known = entries.computeIfAbsent(key, ignored -> made.get());
    forgetOldest();
    return known;
  }

  /** Puts a value, joined to the one that is there. */
  synchronized void merge(K key, V value, BinaryOperator<V> join) {
    entries.merge(key, value, join);
    forgetOldest();
  }

  synchronized Map<K, V> all() {
    return Map.copyOf(entries);
  }

  synchronized void clear() {
    entries.clear();
  }

  private void forgetOldest() {
    if (entries.size() > most) {
      entries.remove(entries.keySet().iterator().next());
    }
  }
}
