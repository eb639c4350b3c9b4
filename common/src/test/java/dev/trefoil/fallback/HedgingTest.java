package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The next target is asked as well when the first is slow to begin. */
class HedgingTest {
  private static final Hedging AT_ONCE = new Hedging.After(Duration.ofMillis(1));
  private static final Hedging LATE = new Hedging.After(Duration.ofHours(1));
  private static final AttemptLimits PATIENT =
      new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));

  private Harness harness;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theSecondAnswersWhenTheFirstIsSilentAndTheFirstIsCancelled(boolean stream)
      throws CallFailedException {
    harness = hedged(AT_ONCE, ScriptedModel.silentAfter(), saying("hello"));

    Trail trail = harness.chat(stream).trail();

    assertThat(recorder(trail)).containsExactly("a outrun", "b ok");
    assertThat(harness.answer.text()).isEqualTo("hello");
    assertThat(harness.health.of(new Target("a", "m")).requests()).as("counted").isEqualTo(1);
    assertThat(harness.health.of(new Target("a", "m")).errors()).as("not blamed").isZero();
  }

  @Test
  void aFirstThatIsQuickIsAlone() throws CallFailedException {
    ScriptedModel second = saying("never");
    harness = hedged(LATE, saying("hel", "lo"), second);

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
    assertThat(harness.answer.text()).isEqualTo("hello");
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aFirstThatFailsBeforeThatIsFollowedAsEver() throws CallFailedException {
    harness = hedged(LATE, failing(Kind.QUOTA), saying("hello"));
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a quota", "b ok");
  }

  @Test
  void aSecondThatFailsLeavesTheFirstToAnswer() throws CallFailedException {
    ScriptedModel second = failing(Kind.QUOTA);
    ScriptedModel first =
        ScriptedModel.answeringAfter(
            () -> {
              while (second.calls().isEmpty()) {
                Thread.onSpinWait();
              }
            },
            new TextDelta("hello"),
            Harness.STOP,
            Harness.END);
    harness = hedged(AT_ONCE, first, second);

    Trail trail = harness.chat(true).trail();

    assertThat(recorder(trail)).endsWith("a ok");
    assertThat(harness.answer.text()).isEqualTo("hello");
  }

  @Test
  void whenBothFailTheRestIsAsked() throws CallFailedException {
    ScriptedModel second = failing(Kind.QUOTA);
    ScriptedModel first =
        ScriptedModel.failingAfter(
            () -> {
              while (second.calls().isEmpty()) {
                Thread.onSpinWait();
              }
            },
            Harness.failure(Kind.AUTH));
    harness = hedged(AT_ONCE, first, second, saying("hello"));

    Trail trail = harness.chat(true).trail();

    assertThat(recorder(trail)).hasSize(3).endsWith("c ok").contains("a auth", "b quota");
  }

  @Test
  void aRefusalOfTheRequestEndsTheRace() {
    harness = hedged(AT_ONCE, ScriptedModel.silentAfter(), failing(Kind.INVALID));
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.isFinal()).isTrue())
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a outrun", "b invalid"));
  }

  @Test
  void theUsualTimeIsNotKnownAtFirstAndNobodyIsHedged() throws CallFailedException {
    ScriptedModel second = saying("never");
    harness = hedged(new Hedging.AfterUsual(), saying("hello"), second);
    for (int i = 0; i < 5; i++) {
      harness.chat(true);
    }
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void whatIsSlowerThanUsualIsHedged() throws CallFailedException {
    harness = hedged(new Hedging.AfterUsual(), ScriptedModel.silentAfter(), saying("hello"));
    for (int i = 0; i < 100; i++) {
      harness.health.of(new Target("a", "m")).began(Duration.ofMillis(2));
    }
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a outrun", "b ok");
  }

  @Test
  void aTargetThatIsLeftAloneIsNotAskedAsWell() throws CallFailedException {
    ScriptedModel second = failing(Kind.QUOTA);
    harness = hedged(AT_ONCE, ScriptedModel.silentAfter(), second);
    harness.limits =
        new AttemptLimits(Duration.ofMillis(20), Duration.ofMillis(20), Duration.ofMillis(20));
    for (int i = 0; i < 5; i++) {
      harness.health.of(new Target("b", "m")).failed(Harness.failure(Kind.OVERLOADED));
    }
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a timeout", "b quota"));
  }

  @Test
  void theListenerIsCalledOnTheCallersThread() throws CallFailedException {
    Thread caller = Thread.currentThread();
    harness = hedged(AT_ONCE, ScriptedModel.silentAfter(), saying("hello"));
    harness.chat(true);
    assertThat(harness.answer.threads).containsOnly(caller);
  }

  private static Harness hedged(Hedging hedging, ScriptedModel... models) {
    Harness harness = new Harness(models);
    harness.hedging = hedging;
    harness.limits = PATIENT;
    return harness;
  }
}
