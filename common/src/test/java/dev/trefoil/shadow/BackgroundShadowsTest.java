package dev.trefoil.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Sleeper;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.FinishReason;
import dev.trefoil.chat.Message;
import dev.trefoil.chat.Role;
import dev.trefoil.chat.Settings;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.fallback.FallbackLoop;
import dev.trefoil.fallback.ScriptedModel;
import dev.trefoil.gateway.CallEvents;
import dev.trefoil.gateway.GateEvaluator;
import dev.trefoil.gateway.ShadowBudget;
import dev.trefoil.gateway.ShadowCopy;
import dev.trefoil.gateway.ShadowRunner;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.routing.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies are sent beside all else, a few at a time. */
@Timeout(60)
class BackgroundShadowsTest {
  private static final String CONFIG =
      """
      auth: none
      services: {a: {kind: openai, endpoint: "https://a.example/v1"}}
      prices: {one: {input: 1}}
      routes:
        r: {targets: [a/one], shadow: {share: 1, targets: [a/one], monthlyUsd: 1}}
      """;

  private static final ShadowBudget FREE =
      new ShadowBudget() {
        @Override
        public boolean take(String route, double usd, double monthlyUsd) {
          return true;
        }

        @Override
        public void settle(String route, double usd) {}
      };

  private final CountDownLatch released = new CountDownLatch(1);
  private final Semaphore asked = new Semaphore(0);
  private final BackgroundShadows shadows = new BackgroundShadows(runner());

  @Test
  void ofTooManyAtATimeTheLatestAreNotSent() throws InterruptedException {
    for (int i = 0; i < BackgroundShadows.AT_ONCE + 3; i++) {
      shadows.offer(copy());
    }
    asked.acquire(BackgroundShadows.AT_ONCE);
    assertThat(shadows.dropped()).isEqualTo(3);

    released.countDown();
    while (!asked.tryAcquire()) {
      shadows.offer(copy()); // Until there is room again.
    }
  }

  private ShadowRunner runner() {
    ScriptedModel model =
        ScriptedModel.doing(
            () -> {
              asked.release();
              await();
            },
            new ChatEvent.TextDelta("hi"),
            new ChatEvent.ChoiceFinished(0, FinishReason.STOP),
            new ChatEvent.Finished(new Usage(3, 2)));
    Random random = new Random(1);
    HealthBook health = new HealthBook(BreakerSettings.DEFAULTS, InstantSource.system(), random);
    return new ShadowRunner(
        new Router(TrefoilConfig.parse(CONFIG, Map.of()).routing(), Set.of(), health, random),
        new FallbackLoop(
            Map.of("a", model), health, GateEvaluator.unjudged(), Sleeper.REAL, random),
        CallEvents.NONE,
        FREE);
  }

  private void await() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ShadowCopy copy() {
    return new ShadowCopy(
        "id",
        Optional.empty(),
        "r",
        List.of(),
        new ChatRequest(List.of(Message.of(Role.USER, "hi")), Settings.DEFAULTS, false));
  }
}
