package dev.trefoil.identity;

import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.Failures;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One token: fetched when first needed, by one exchange however many calls wait for it; refreshed
 * in the background when a call comes towards its end; served until it really expires.
 */
final class CachedToken<T> {
  /** For a whole exchange, after which its callers are told and the next one starts another. */
  static final Duration LIMIT = Duration.ofSeconds(10);

  /** From one exchange to the next, while there is a token that serves or is doubted. */
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private static final System.Logger LOG = System.getLogger("dev.trefoil.identity");

  private final TokenKey key;
  private final TokenExchange<T> exchange;
  private final Clock clock;
  private final Executor executor;
  private Optional<IssuedToken<T>> held = Optional.empty();
  private Optional<CompletableFuture<T>> flight = Optional.empty();
  private Instant nextTry = Instant.MIN;

  CachedToken(TokenKey key, TokenExchange<T> exchange, Clock clock, Executor executor) {
    this.key = key;
    this.exchange = exchange;
    this.clock = clock;
    this.executor = executor;
  }

  /**
   * The token, at once where one is held. The future is the caller's own, to be cancelled at will;
   * it fails with a {@link ProviderException} of kind AUTH.
   */
  CompletableFuture<T> get() {
    Optional<CompletableFuture<T>> begun = Optional.empty();
    CompletableFuture<T> answer;
    synchronized (this) {
      Instant now = clock.instant();
      Optional<IssuedToken<T>> good = held.filter(issued -> now.isBefore(issued.expiresAt()));
      if (flight.isEmpty() && (good.isEmpty() || isDue(good.get(), now))) {
        nextTry = now.plus(PAUSE);
        flight = Optional.of(new CompletableFuture<>());
        begun = flight;
      }
      answer =
          good.isPresent()
              ? CompletableFuture.completedFuture(good.get().value())
              : flight.orElseThrow().copy();
    }
    begun.ifPresent(this::start);
    return answer;
  }

  private boolean isDue(IssuedToken<T> good, Instant now) {
    return !now.isBefore(good.refreshAt()) && !now.isBefore(nextTry);
  }

  /**
   * Waits for the token.
   *
   * @throws ProviderException AUTH when none can be had, TIMEOUT when cancelled meanwhile
   */
  T await(Cancellation cancellation) throws ProviderException {
    CompletableFuture<T> own = get();
    cancellation.onCancel(() -> own.cancel(false));
    try {
      return own.get();
    } catch (InterruptedException e) {
      throw Failures.interrupted(e);
    } catch (CancellationException e) {
      throw Failures.cancelled();
    } catch (ExecutionException e) {
      // One of its own for each of those that waited.
      throw new ProviderException(Kind.AUTH, Failures.root(e).getMessage());
    }
  }

  private void start(CompletableFuture<T> begun) {
    try {
      CompletableFuture.delayedExecutor(LIMIT.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
          .execute(() -> fail(begun, "no answer within " + LIMIT.toSeconds() + " s", ""));
      executor.execute(() -> fetch(begun));
    } catch (RuntimeException | Error e) {
      // Where no thread can be had, nobody would ever end what others wait for.
      fail(begun, "no exchange can be begun: " + e, "");
    }
  }

  private void fetch(CompletableFuture<T> begun) {
    try {
      IssuedToken<T> issued = exchange.run();
      land(begun, Optional.of(issued));
      begun.complete(issued.value());
    } catch (StepException e) {
      fail(begun, e.getMessage(), e.presented());
    } catch (RuntimeException | Error e) {
      // Not thrown on: nobody would see it, and the callers wait.
      fail(begun, "failed unexpectedly: " + Tokens.masked(e.toString()), "");
    }
  }

  private void fail(CompletableFuture<T> begun, String words, String presented) {
    if (begun.isDone()) {
      return;
    }
    land(begun, Optional.empty());
    String message = "identity " + key.pair() + ": " + words;
    if (begun.completeExceptionally(new ProviderException(Kind.AUTH, message))) {
      LOG.log(
          Level.WARNING,
          message + (presented.isEmpty() ? "" : " (the token that was shown: " + presented + ")"));
    }
  }

  /** Nothing lands that was begun before all was forgotten. */
  private synchronized void land(CompletableFuture<T> begun, Optional<IssuedToken<T>> issued) {
    if (flight.equals(Optional.of(begun))) {
      flight = Optional.empty();
      held = issued.or(() -> held);
    }
  }

  /**
   * A service refused the token, which may be why: it was revoked, or its key replaced. It is
   * forgotten unless it was fetched just now, so that a service that refuses every token does not
   * cause an exchange for every call.
   */
  synchronized void doubt() {
    if (!clock.instant().isBefore(nextTry)) {
      held = Optional.empty();
    }
  }

  /** Forgets the token; one that is on its way is given to those that wait, and not kept. */
  synchronized void clear() {
    held = Optional.empty();
    flight = Optional.empty();
    nextTry = Instant.MIN;
  }
}
