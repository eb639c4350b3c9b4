package dev.trefoil.identity;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** The only place where tokens are kept. */
final class TokenCache {
  private final Map<TokenKey, CachedToken<?>> slots = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Executor executor;

  /**
   * @param executor what exchanges run on, which block
   */
  TokenCache(Clock clock, Executor executor) {
    this.clock = clock;
    this.executor = executor;
  }

  /** A cache whose exchanges each have a thread, which ends with them. */
  static TokenCache inThreads() {
    // Functions are loaded by loaders of their own, which a thread of a platform's need not know.
    ClassLoader ours = TokenCache.class.getClassLoader();
    return new TokenCache(
        Clock.systemUTC(),
        exchange -> {
          Thread thread = Thread.ofPlatform().daemon().name("trefoil-token").unstarted(exchange);
          thread.setContextClassLoader(ours);
          thread.start();
        });
  }

  /**
   * The token of this key. A key means one exchange: of those that are given for it, the first.
   *
   * @param <T> what the exchange gives, the same for all of the key's pair
   */
  @SuppressWarnings("unchecked")
  <T> CachedToken<T> slot(TokenKey key, TokenExchange<T> exchange) {
    return (CachedToken<T>)
        slots.computeIfAbsent(key, absent -> new CachedToken<>(key, exchange, clock, executor));
  }

  /** Doubts the tokens of some keys. */
  void doubt(Predicate<TokenKey> which) {
    slots.forEach(
        (key, slot) -> {
          if (which.test(key)) {
            slot.doubt();
          }
        });
  }

  /**
   * Fetches the tokens of all slots, at the same time, and waits until each is there or refused.
   */
  void fetch() {
    slots.values().stream().map(CachedToken::get).toList().forEach(TokenCache::settle);
  }

  private static void settle(CompletableFuture<?> token) {
    // Its slot has a limit, and logs a failure.
    token.handle((value, failure) -> failure == null).join();
  }

  /** Forgets all tokens, and those that are on their way. */
  void clear() {
    slots.values().forEach(CachedToken::clear);
  }
}
