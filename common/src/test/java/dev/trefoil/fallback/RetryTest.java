package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.failure;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Deadline;
import dev.trefoil.health.HealthBook;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** When a target is asked again, and when it is passed over for a while. */
class RetryTest {
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "OVERLOADED", "UNREACHABLE"})
  void whatMayPassIsAskedOnceMore(Kind kind) throws CallFailedException {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(failing(kind).then(saying("hello")), second);

    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a " + kind.name().toLowerCase(), "a ok");
    assertThat(second.calls()).isEmpty();
    assertThat(harness.pauses).hasSizeBetween(0, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "OVERLOADED", "UNREACHABLE"})
  void whatLastsIsAskedOnceMoreAndNotTwice(Kind kind) throws CallFailedException {
    String failed = "a " + kind.name().toLowerCase();
    assertThat(recorder(new Harness(failing(kind), saying("hello")).chat(true).trail()))
        .containsExactly(failed, failed, "b ok");
  }

  @ParameterizedTest
  @EnumSource(names = {"QUOTA", "AUTH", "MODEL_UNAVAILABLE", "TRUNCATED"})
  void whatDoesNotPassSendsTheCallOnwardAtOnce(Kind kind) throws CallFailedException {
    Harness harness = new Harness(failing(kind), saying("hello"));
    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a " + kind.name().toLowerCase(), "b ok");
    assertThat(harness.pauses).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"THROTTLED", "OVERLOADED", "UNREACHABLE", "TRUNCATED"})
  void withOneTargetNothingElseIsAskedAgain(Kind kind) {
    ScriptedModel only = failing(kind);
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> new Harness(only).chat(true));
    assertThat(only.calls()).hasSize(1);
  }

  @Test
  void aSilentTargetIsNotAskedAgainEvenWithNoOther() {
    ScriptedModel only = ScriptedModel.silentAfter();
    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> new Harness(only).chat(true));
    assertThat(only.calls()).hasSize(1);
  }

  @Test
  void anAnswerThatEndedTooSoonIsAskedForAgainWhenNoOtherTargetIsLeft() throws CallFailedException {
    Harness harness =
        new Harness(failing(Kind.TRUNCATED).then(saying("hello")), failing(Kind.QUOTA));
    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a truncated", "b quota", "a ok");
  }

  @Test
  void theWaitIsRandomBelowABoundThatDoubles() throws CallFailedException {
    for (int i = 0; i < 50; i++) {
      Harness harness =
          new Harness(failing(Kind.OVERLOADED).then(failing(Kind.OVERLOADED)).then(saying("hi")));
      harness.retry = new RetryPolicy(2, Duration.ofMillis(200), Duration.ofSeconds(3));
      harness.chat(true);
      assertThat(harness.pauses.get(0)).isLessThan(Duration.ofMillis(200));
      assertThat(harness.pauses.get(1)).isLessThan(Duration.ofMillis(400));
    }
  }

  @Test
  void noRetriesMeansNone() throws CallFailedException {
    Harness harness = new Harness(failing(Kind.OVERLOADED), saying("hello"));
    harness.retry = new RetryPolicy(0, Duration.ofMillis(200), Duration.ofSeconds(3));
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a overloaded", "b ok");
  }

  @Test
  void aHintIsWaitedFor() throws CallFailedException {
    Harness harness = new Harness(throttled(2).then(saying("hello")), saying("never"));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a throttled", "a ok");
    assertThat(harness.pauses).containsExactly(Duration.ofSeconds(2));
  }

  @Test
  void aLongHintSendsTheCallOnward() throws CallFailedException {
    Harness harness = new Harness(throttled(20), saying("hello"));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a throttled", "b ok");
    assertThat(harness.pauses).isEmpty();
  }

  @Test
  void aHintThatDoesNotFitTheShareSendsTheCallOnward() throws CallFailedException {
    Harness harness = new Harness(throttled(2), saying("hello"));

    Trail trail = harness.chat(request(true), Duration.ofSeconds(3)).trail();

    assertThat(recorder(trail)).containsExactly("a throttled", "b ok");
    assertThat(harness.pauses).isEmpty();
  }

  @Test
  void aLongHintIsWaitedOutWhenNoOtherTargetIsLeft() throws CallFailedException {
    Harness harness = new Harness(throttled(20).then(saying("hello")), failing(Kind.QUOTA));

    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a throttled", "b quota", "a ok");
    assertThat(harness.pauses).containsExactly(Duration.ofSeconds(20));
  }

  @Test
  void ofTwoLongHintsTheShorterIsWaitedFor() throws CallFailedException {
    Harness harness =
        new Harness(throttled(20).then(saying("late")), throttled(10).then(saying("soon")));

    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a throttled", "b throttled", "b ok");
    assertThat(harness.pauses).containsExactly(Duration.ofSeconds(10));
  }

  @Test
  void aHintBeyondTheDeadlineIsNotWaitedFor() {
    Harness harness = new Harness(throttled(20).then(saying("hello")));

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(() -> harness.chat(request(true), Duration.ofSeconds(15)))
        .satisfies(e -> assertThat(e.last().retryAfter()).contains(Duration.ofSeconds(20)));
    assertThat(harness.pauses).isEmpty();
  }

  @Test
  void aTargetWhoseBreakerIsOpenIsPassedOver() throws CallFailedException {
    ScriptedModel first = failing(Kind.OVERLOADED);
    Harness harness = new Harness(first, saying("hello"));
    for (int i = 0; i < 3; i++) {
      harness.chat(true);
    }
    assertThat(first.calls()).as("2, 2, and the fifth opens").hasSize(5);

    Trail trail = harness.chat(true).trail();

    assertThat(recorder(trail)).containsExactly("b ok");
    assertThat(first.calls()).hasSize(5);
  }

  @Test
  void aRecoveredTargetIsFoundByOneAttemptAndGetsItsTrafficBack() throws CallFailedException {
    Harness harness = new Harness(failing(Kind.QUOTA).then(saying("from a")), saying("from b"));
    harness.health =
        new HealthBook(
            new BreakerSettings(1, 20, 20, 1, Duration.ofSeconds(30), Duration.ZERO),
            harness.clock,
            new Random(1));
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a quota", "b ok");
    assertThat(recorder(harness.chat(true).trail())).containsExactly("b ok");
    harness.clock.advance(Duration.ofSeconds(30));
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
  }

  @Test
  void withNothingElseLeftAnOpenTargetIsTried() throws CallFailedException {
    Harness harness = new Harness(failing(Kind.QUOTA).then(saying("hello")), failing(Kind.QUOTA));
    harness.health =
        new HealthBook(
            new BreakerSettings(1, 20, 20, 1, Duration.ofSeconds(30), Duration.ZERO),
            harness.clock,
            new Random(1));
    assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> harness.chat(true));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
  }

  @Test
  void anOpenTargetIsAskedAgainOnlyWhenNoOtherIsLeft() throws CallFailedException {
    Harness harness =
        new Harness(failing(Kind.OVERLOADED), failing(Kind.OVERLOADED).then(saying("hello")));
    harness.health =
        new HealthBook(
            new BreakerSettings(1, 20, 20, 1, Duration.ofSeconds(30), Duration.ZERO),
            harness.clock,
            new Random(1));

    assertThat(recorder(harness.chat(true).trail()))
        .containsExactly("a overloaded", "b overloaded", "b ok");
  }

  @ParameterizedTest
  @EnumSource(names = {"CONTENT_FILTERED", "INVALID", "CONTEXT_TOO_LONG"})
  void theCallersFaultsDoNotOpenABreaker(Kind kind) throws CallFailedException {
    ScriptedModel first = failing(kind);
    Harness harness = new Harness(first, saying("hello"));
    for (int i = 0; i < 20; i++) {
      assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> harness.chat(true));
    }
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
    assertThat(first.calls()).hasSize(20);
  }

  @Test
  void aCallerInAHurryDoesNotOpenABreaker() {
    Harness harness = new Harness(ScriptedModel.silentAfter());
    for (int i = 0; i < 6; i++) {
      assertThatExceptionOfType(CallFailedException.class)
          .isThrownBy(
              () ->
                  harness.chat(
                      request(true), new Call("id", Deadline.after(Duration.ofMillis(1)))));
    }
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
  }

  private static ScriptedModel throttled(int seconds) {
    return ScriptedModel.failing(
        failure(Kind.THROTTLED).withRetryAfter(Duration.ofSeconds(seconds)));
  }
}
