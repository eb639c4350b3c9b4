package dev.trefoil.schema;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongBiFunction;

/**
 * What was used lately: of more than so many entries, or of more characters than that, those that
 * were longest neither read nor written are forgotten. Used by many threads at once.
 */
final class RecentBySize<K, V> {
  private final int most;
  private final long mostCharacters;
  private final ToLongBiFunction<K, V> size;
  private final Map<K, V> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long characters;

  /**
   * @param size of an entry, in characters
   */
  RecentBySize(int most, long mostCharacters, ToLongBiFunction<K, V> size) {
    this.most = most;
    this.mostCharacters = mostCharacters;
    this.size = size;
  }

  synchronized Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Keeps an entry, unless there is one of the key. */
  synchronized void put(K key, V value) {
    if (entries.putIfAbsent(key, value) == null) {
      characters += size.applyAsLong(key, value);
      forgetOldest();
    }
  }

  private void forgetOldest() {
    Iterator<Map.Entry<K, V>> oldest = entries.entrySet().iterator();
    while ((entries.size() > most || characters > mostCharacters) && oldest.hasNext()) {
      Map.Entry<K, V> entry = oldest.next();
      characters -= size.applyAsLong(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }
}
