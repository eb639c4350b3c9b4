package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.END;
import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallBrokenException;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Timer;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.Finished;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Usage;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The caller leaves before it has the whole answer. */
class DisconnectTest {
  private static final RuntimeException GONE = new RuntimeException("the caller is gone");

  private final Cancellation gone = new Cancellation();

  @Test
  void theAnswerIsGivenUpAndNobodyElseIsAsked() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(saying("one ", "two"), second);
    harness.answer.refusal = Optional.of(GONE);

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).contains(GONE))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a abandoned"));
    assertThat(second.calls()).isEmpty();
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatAnAnswerThatIsGivenUpHasUsedIsEstimated(boolean hedged) {
    Harness harness = new Harness(saying("one ", "two"), saying("never"));
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    harness.answer.refusal = Optional.of(GONE);

    Attempt attempt = abandoned(harness);

    assertThat(attempt.estimated()).isTrue();
    assertThat(attempt.usage().completionTokens()).isPositive();
    assertThat(attempt.usage().completionTokens()).isLessThan(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatTheServiceHasCountedStaysWhereTheCallerLeavesAtTheVeryEnd(boolean hedged) {
    Harness harness = new Harness(saying("one ", "two"));
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    harness.answer =
        new Harness.Recorder() {
          @Override
          public void onEvent(ChatEvent event) {
            if (event instanceof Finished) {
              throw GONE;
            }
          }
        };

    Attempt attempt = abandoned(harness);

    assertThat(attempt.estimated()).isFalse();
    assertThat(attempt.usage()).isEqualTo(new Usage(10, 5));
  }

  private static Attempt abandoned(Harness harness) {
    AbandonedException abandoned =
        catchThrowableOfType(AbandonedException.class, () -> harness.chat(true));
    assertThat(recorder(abandoned.trail())).containsExactly("a abandoned");
    return abandoned.trail().attempts().getFirst();
  }

  @Test
  void aDrainedAnswerIsReadToItsEndForItsUsage() {
    Harness harness = new Harness(saying("one ", "two"));
    harness.onDisconnect = OnDisconnect.DRAIN;
    harness.answer.refusal = Optional.of(GONE);

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).contains(GONE))
        .satisfies(
            e -> {
              Attempt attempt = e.trail().attempts().getFirst();
              assertThat(attempt.isOk()).isTrue();
              assertThat(attempt.usage()).isEqualTo(new Usage(10, 5));
            });
  }

  @Test
  void aDrainedAnswerThatIsCutIsNotGoneOnWith() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(Harness.cutAfter(Kind.TRUNCATED, "one "), second);
    harness.onDisconnect = OnDisconnect.DRAIN;
    harness.answer.refusal = Optional.of(GONE);

    assertThatExceptionOfType(AbandonedException.class).isThrownBy(() -> harness.chat(true));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aCallerThatIsSeenLeavingEndsAnAttemptThatIsStillSilent() {
    ScriptedModel second = saying("never");
    ScriptedModel silent = ScriptedModel.silentAfter();
    Harness harness = new Harness(silent, second);
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    Thread.ofVirtual()
        .start(
            () -> {
              while (silent.calls().isEmpty()) {
                Thread.onSpinWait();
              }
              gone.cancel();
            });

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(
            () ->
                harness.chat(
                    request(true),
                    new Call(
                        "id",
                        new Caller(""),
                        Optional.empty(),
                        Deadline.after(Duration.ofHours(1)),
                        gone)))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a abandoned"));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aHedgedCallIsGivenUpToo() {
    Harness harness = new Harness(saying("one ", "two"), failing(Kind.QUOTA));
    harness.hedging = new Hedging.After(Duration.ofHours(1));
    harness.answer.refusal = Optional.of(GONE);
    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a abandoned"));
    assertThat(harness.answer.events).doesNotContain(END);
  }

  @Test
  void nobodyIsAskedForACallerWhoHasLeftAlready() {
    gone.cancel();
    ScriptedModel only = saying("never");

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> new Harness(only).chat(request(true), call()))
        .satisfies(e -> assertThat(e.trail().attempts()).isEmpty());
    assertThat(only.calls()).isEmpty();
  }

  @Test
  void nobodyIsAskedAgainForACallerWhoLeavesDuringThePause() {
    ScriptedModel only = failing(Kind.OVERLOADED).then(saying("never"));
    Harness harness = new Harness(only);
    harness.duringPauses = gone::cancel;

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(request(true), call()))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a overloaded"));
    assertThat(only.calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aFailureAfterTheCallerLeftIsTheLastAttempt(OnDisconnect onDisconnect) {
    ScriptedModel second = saying("never");
    Harness harness =
        new Harness(ScriptedModel.failingAfter(gone::cancel, Harness.failure(Kind.QUOTA)), second);
    harness.onDisconnect = onDisconnect;

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(request(true), call()))
        .satisfies(e -> assertThat(e.trail().attempts()).hasSize(1));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void anAnswerThatIsToBeDrainedIsReadToItsEndThoughTheCallerWasSeenLeaving()
      throws CallFailedException {
    Harness harness =
        new Harness(ScriptedModel.doing(gone::cancel, new TextDelta("hello"), Harness.STOP, END));
    harness.onDisconnect = OnDisconnect.DRAIN;

    Attempt attempt = harness.chat(request(true), call()).trail().last().orElseThrow();

    assertThat(attempt.isOk()).isTrue();
    assertThat(attempt.usage()).isEqualTo(new Usage(10, 5));
  }

  @Test
  void aCutStreamIsNotGoneOnWithForACallerWhoIsFoundToHaveLeft() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(Harness.cutAfter(Kind.TRUNCATED, "one "), second);
    harness.answer =
        new Harness.Recorder() {
          @Override
          public void onContinuation() {
            throw GONE;
          }
        };

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).contains(GONE))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a truncated"));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void noJudgeIsAskedForACallerWhoHasLeft() throws CallFailedException {
    AtomicInteger judged = new AtomicInteger();
    Harness harness =
        new Harness(ScriptedModel.doing(gone::cancel, new TextDelta("hello"), Harness.STOP, END));
    harness.onDisconnect = OnDisconnect.DRAIN;
    harness.gate = Optional.of(new QualityGate(1, List.of(), false, Optional.empty()));
    harness.quality =
        new Harness.PlainQuality() {
          @Override
          public Verdict judge(Plan plan, ChatRequest request, String text, Call call) {
            judged.incrementAndGet();
            return Verdict.FINE;
          }
        };

    harness.chat(request(true), call());

    assertThat(judged).hasValue(0);
  }

  @Test
  @Timeout(60)
  void noSecondTargetIsAskedAsWellOnceTheCallerHasLeft() throws CallFailedException {
    Thread caller = Thread.currentThread();
    ScriptedModel second = saying("never");
    Harness harness =
        new Harness(
            ScriptedModel.doing(
                () -> {
                  // By then whoever was to be asked as well has been.
                  while (Stream.of(caller.getStackTrace())
                      .noneMatch(frame -> frame.getMethodName().equals("take"))) {
                    Thread.onSpinWait();
                  }
                },
                new TextDelta("hello"),
                Harness.STOP,
                END),
            second);
    harness.onDisconnect = OnDisconnect.DRAIN;
    harness.hedging = new Hedging.After(Duration.ZERO);
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    harness.timer =
        new Timer() {
          @Override
          public long nanos() {
            return System.nanoTime();
          }

          @Override
          public Future<?> after(Duration time, Runnable action) {
            gone.cancel(); // The first attempt has begun.
            return Timer.REAL.after(time, action);
          }
        };

    harness.chat(request(true), call());

    assertThat(second.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anErrorOfWhatAnswersTheCallerIsNoFaultOfTheTargets(boolean hedged) {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(saying("one ", "two"), second);
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    harness.answer =
        new Harness.Recorder() {
          @Override
          public void onStart(AnswerStart start) {
            throw new NoClassDefFoundError("no/such/Renderer");
          }
        };

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).get().extracting(Throwable::getCause).isNotNull())
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a abandoned"));
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void whatBreaksTheLoopItselfTellsWhatWasAttempted() {
    Harness harness = new Harness(failing(Kind.OVERLOADED));
    IllegalStateException bug = new IllegalStateException("a bug");
    harness.duringPauses =
        () -> {
          throw bug;
        };
    harness.retry = new RetryPolicy(1, Duration.ofSeconds(1), Duration.ofSeconds(1));

    assertThatExceptionOfType(CallBrokenException.class)
        .isThrownBy(() -> harness.chat(true))
        .withCause(bug)
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a overloaded"));
  }

  private Call call() {
    return new Call(
        "id", new Caller(""), Optional.empty(), Deadline.after(Duration.ofHours(1)), gone);
  }
}
