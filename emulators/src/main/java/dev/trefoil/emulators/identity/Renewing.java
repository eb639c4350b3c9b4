// Hands out the same thing until it nears its end, as credential endpoints do.
package dev.trefoil.emulators.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The current one by key.
 *
 * @param <T> what is handed out
 */
public final class Renewing<T> {

  private final Map<String, Held<T>> current = new ConcurrentHashMap<>();

  /**
   * The current one, with more than a tenth of its lifetime left.
   *
   * @param key what it is for
   * @param lifetime of a new one
   */
  public T get(String key, Instant now, Duration lifetime, Supplier<T> fresh) {
    return current
        .compute(
            key,
            (k, held) ->
                held != null && now.isBefore(held.renewAt())
                    ? held
                    : new Held<>(fresh.get(), now.plus(lifetime.multipliedBy(9).dividedBy(10))))
        .value();
  }

  /** Forgets what was handed out. */
  public void clear() {
    current.clear();
  }

  private record Held<T>(T value, Instant renewAt) {}
}
