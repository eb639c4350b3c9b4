package dev.trefoil.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.health.MovedClock;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** When tokens are fetched, by a clock that the test moves and exchanges that it runs itself. */
class CachedTokenTest {
  private static final Duration LIFE = Duration.ofHours(1);

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-27T12:00:00Z"));
  private final Queue<Runnable> begun = new ArrayDeque<>();
  private final AtomicInteger issued = new AtomicInteger();
  private boolean broken;

  private final TokenCache cache = new TokenCache(clock, begun::add);
  private final CachedToken<String> slot =
      cache.slot(new TokenKey("aws to azure", "app", "scope"), this::exchange);

  private IssuedToken<String> exchange() throws StepException {
    if (broken) {
      throw StepException.of("asking at https://sts.example", "Denied: no");
    }
    return IssuedToken.until(
        clock.instant().plus(LIFE), "token-" + issued.incrementAndGet(), clock);
  }

  @Test
  void coldCallsShareOneExchange() throws Exception {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      calls.add(slot.get());
    }

    assertThat(begun).hasSize(1);
    begun.remove().run();
    assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("token-1"));
  }

  @Test
  void oneKeyIsOneSlot() {
    TokenKey key = new TokenKey("aws to azure", "app", "scope");
    TokenKey other = new TokenKey("aws to azure", "app", "other scope");

    assertThat(cache.slot(key, this::exchange)).isSameAs(slot);
    assertThat(cache.slot(other, this::exchange)).isNotSameAs(slot);
  }

  @Test
  void aTokenIsRefreshedInTheBackgroundFiveMinutesBeforeItsEnd() {
    warm();

    clock.advance(LIFE.minusMinutes(5).minusSeconds(1));
    assertThat(slot.get()).isCompletedWithValue("token-1");
    assertThat(begun).isEmpty();

    clock.advance(Duration.ofSeconds(1));
    assertThat(slot.get()).isCompletedWithValue("token-1");
    assertThat(slot.get()).isCompletedWithValue("token-1");
    assertThat(begun).hasSize(1);
    begun.remove().run();
    assertThat(slot.get()).isCompletedWithValue("token-2");
  }

  @Test
  void aTokenServesUntilItReallyExpiresWhileItCannotBeRefreshed() {
    warm();
    broken = true;

    clock.advance(LIFE.minusMinutes(5));
    for (int second = 0; second < 300; second++) {
      assertThat(slot.get()).isCompletedWithValue("token-1");
      begun.forEach(Runnable::run);
      clock.advance(Duration.ofSeconds(1));
      assertThat(begun.size()).as("tries, half a minute apart").isEqualTo(1 + second / 30);
    }
    begun.clear();

    CompletableFuture<String> late = slot.get();
    assertThat(late).isNotDone();
    begun.remove().run();
    assertThat(late).isCompletedExceptionally();
  }

  @Test
  void anExchangeThatFailedIsNotKept() throws Exception {
    broken = true;
    CompletableFuture<String> failed = slot.get();
    begun.remove().run();
    assertThat(failed).isCompletedExceptionally();

    broken = false;
    CompletableFuture<String> next = slot.get();
    begun.remove().run();
    assertThat(next).isCompletedWithValue("token-1");
  }

  @Test
  void nothingFromBeforeClearingIsServedAfterIt() {
    warm();
    clock.advance(LIFE.minusMinutes(5));
    slot.get();
    Runnable onItsWay = begun.remove();

    cache.clear();
    onItsWay.run();
    CompletableFuture<String> after = slot.get();

    assertThat(after).isNotDone();
    begun.remove().run();
    assertThat(after).isCompletedWithValue("token-3");
  }

  @Test
  void aTokenThatAServiceRefusedIsFetchedAnewUnlessItIsQuiteNew() {
    warm();
    cache.doubt(key -> key.pair().equals("aws to azure"));
    assertThat(slot.get()).isCompletedWithValue("token-1");

    clock.advance(Duration.ofSeconds(30));
    cache.doubt(key -> key.pair().equals("aws to gcp"));
    assertThat(slot.get()).isCompletedWithValue("token-1");

    cache.doubt(key -> key.pair().equals("aws to azure"));
    assertThat(slot.get()).isNotDone();
    assertThat(begun).hasSize(1);
  }

  @Test
  void theWallClockCountsNotTheTimeThatTheProcessWasAwake() {
    warm();
    clock.advance(Duration.ofDays(3)); // Frozen meanwhile: no timer of this process ran.

    assertThat(slot.get()).isNotDone();
    assertThat(begun).hasSize(1);
  }

  @Test
  void aFailureNamesThePairAndTheStep() {
    broken = true;
    CachedToken<String> direct =
        new CachedToken<>(new TokenKey("gcp to aws", "", ""), this::exchange, clock, Runnable::run);

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> direct.await(new Cancellation()))
        .withMessage("identity gcp to aws: asking at https://sts.example: Denied: no")
        .extracting(ProviderException::kind)
        .isEqualTo(Kind.AUTH);
  }

  @Test
  void waitingEndsWhenTheAttemptDoesAndTheExchangeGoesOn() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch allowed = new CountDownLatch(1);
    try (var threads = Executors.newCachedThreadPool()) {
      CachedToken<String> slow =
          new CachedToken<>(
              new TokenKey("aws to azure", "", ""),
              () -> {
                started.countDown();
                try {
                  allowed.await();
                } catch (InterruptedException e) {
                  throw StepException.of("waiting", "interrupted");
                }
                return exchange();
              },
              clock,
              threads);
      Cancellation cancellation = new Cancellation();
      var call = threads.submit(() -> slow.await(cancellation));
      started.await();

      cancellation.cancel();

      assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
          .isThrownBy(call::get)
          .havingCause()
          .isInstanceOfSatisfying(
              ProviderException.class, e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
      CompletableFuture<String> other = slow.get();
      allowed.countDown();
      assertThat(other.get()).isEqualTo("token-1");
    }
  }

  @Test
  void whereNoThreadCanBeHadThoseWhoWaitAreToldAndTheNextTriesAgain() throws Exception {
    OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
    Queue<Error> errors = new ArrayDeque<>(List.of(none));
    CachedToken<String> slot =
        new CachedToken<>(
            new TokenKey("aws to azure", "", ""),
            this::exchange,
            clock,
            exchange -> {
              if (!errors.isEmpty()) {
                throw errors.remove();
              }
              exchange.run();
            });

    assertThatExceptionOfType(ProviderException.class)
        .isThrownBy(() -> slot.await(new Cancellation()))
        .withMessageContaining("identity aws to azure: no exchange can be begun")
        .withMessageContaining("unable to create native thread");

    assertThat(slot.await(new Cancellation())).isEqualTo("token-1");
  }

  private void warm() {
    slot.get();
    begun.remove().run();
  }
}
