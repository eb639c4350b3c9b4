package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.attempt.Limit;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.ChatEvent;
import dev.trefoil.chat.ChatEvent.TextDelta;
import dev.trefoil.chat.Deadline;
import dev.trefoil.hedge.HedgedAttempt;
import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.Failures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time in which the caller takes its answer is not the service's silence. */
@Timeout(60)
class SlowCallerTest {
  private static final Duration STALL = Duration.ofSeconds(15);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ManualTimer timer = new ManualTimer();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatACallerTakesToReadIsNoStall(boolean hedged) throws CallFailedException {
    Harness harness = harness(hedged, saying("one ", "two"), saying("never"));
    harness.answer = new Reading(event -> timer.advance(LONG));

    Attempt attempt = harness.chat(true).trail().last().orElseThrow();

    assertThat(attempt.isOk()).isTrue();
    assertThat(harness.answer.text()).isEqualTo("one two");
    assertThat(attempt.took()).as("the service's own time").isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void norIsItsSlownessToTakeTheHead(boolean hedged) throws CallFailedException {
    Harness harness = harness(hedged, saying("hello"), saying("never"));
    harness.answer =
        new Reading(event -> {}) {
          @Override
          public void onStart(AnswerStart start) {
            timer.advance(LONG);
          }
        };
    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
  }

  @Test
  void anAnswerThatIsKeptFirstIsReadAsSlowly() throws CallFailedException {
    Harness harness = harness(false, saying("hello"));
    harness.gate = Optional.of(new QualityGate(1, List.of(), false, Optional.empty()));
    harness.answer = new Reading(event -> timer.advance(LONG));

    Attempt attempt = harness.chat(true).trail().last().orElseThrow();

    assertThat(attempt.isOk()).isTrue();
    assertThat(attempt.took()).isZero();
  }

  @Test
  void theQueueOfARaceMayFill() throws CallFailedException {
    AtomicInteger given = new AtomicInteger();
    Harness harness = harness(true, saying("never"));
    harness.models.put("a", ScriptedModel.acting(counted(given, HedgedAttempt.WAITING * 3)));
    harness.answer = new Reading(event -> fill(given));

    assertThat(recorder(harness.chat(true).trail())).containsExactly("a ok");
    assertThat(harness.answer.text()).hasSize(HedgedAttempt.WAITING * 3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aServiceThatIsSilentAfterwardsStalls(boolean hedged) throws CallFailedException {
    Thread caller = Thread.currentThread();
    AtomicInteger read = new AtomicInteger();
    Harness harness = harness(hedged, saying("never"), saying("one two"));
    harness.models.put(
        "a",
        ScriptedModel.acting(
            (context, listener) -> {
              listener.onEvent(new TextDelta("one "));
              while (Thread.currentThread() != caller && !isIdle(caller, read)) {
                Thread.onSpinWait();
              }
              timer.advance(STALL.minusNanos(1));
              assertThat(context.cancellation().isCancelled()).isFalse();
              timer.advance(Duration.ofNanos(1));
              throw Failures.cancelled();
            }));
    harness.answer =
        new Reading(
            event -> {
              timer.advance(LONG);
              read.incrementAndGet();
            });

    Trail trail = harness.chat(true).trail();

    assertThat(recorder(trail)).containsExactly("a timeout", "b ok");
    assertThat(trail.attempts().getFirst().limit()).contains(Limit.STALL);
    assertThat(trail.attempts().getFirst().took()).isEqualTo(STALL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theCallsDeadlineHoldsAllTheSameAndIsNotTheServicesFault(boolean hedged) {
    AtomicInteger given = new AtomicInteger();
    Harness harness = harness(hedged, saying("never"), saying("never"));
    harness.models.put("a", ScriptedModel.acting(counted(given, HedgedAttempt.WAITING * 3)));
    harness.answer =
        new Reading(
            event -> {
              if (hedged) {
                fill(given);
              }
              timer.advance(LONG);
            });

    assertThatExceptionOfType(CallFailedException.class)
        .isThrownBy(
            () ->
                harness.chat(
                    request(true),
                    new Call("id", Deadline.after(LONG.minusSeconds(1), timer::nanos))))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a timeout"))
        .satisfies(
            e -> assertThat(e.trail().last().orElseThrow().limit()).contains(Limit.DEADLINE));
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
  }

  private Harness harness(boolean hedged, ScriptedModel... models) {
    Harness harness = new Harness(models);
    harness.timer = timer;
    harness.limits = new AttemptLimits(STALL, STALL, STALL);
    harness.retry = new RetryPolicy(0, Duration.ZERO, Duration.ZERO);
    if (hedged) {
      harness.hedging = new Hedging.After(Duration.ofHours(1));
    }
    return harness;
  }

  /** Whether the caller has read what there was, and waits for more. */
  private static boolean isIdle(Thread caller, AtomicInteger read) {
    return read.get() > 0 && caller.getState() == Thread.State.WAITING;
  }

  /** Waits until as much has been given as waits for a caller. */
  private void fill(AtomicInteger given) {
    while (given.get() < HedgedAttempt.WAITING) {
      Thread.onSpinWait();
    }
    timer.advance(STALL);
  }

  private static ScriptedModel.End counted(AtomicInteger given, int pieces) {
    return (context, listener) -> {
      for (int i = 0; i < pieces; i++) {
        if (context.cancellation().isCancelled()) {
          throw Failures.cancelled();
        }
        listener.onEvent(new TextDelta("."));
        given.incrementAndGet();
      }
      listener.onEvent(Harness.STOP);
      listener.onEvent(Harness.END);
    };
  }

  /** Takes its time over the first event that it is given. */
  private static class Reading extends Harness.Recorder {
    private final Consumer<ChatEvent> reading;

    Reading(Consumer<ChatEvent> reading) {
      this.reading = reading;
    }

    @Override
    public void onEvent(ChatEvent event) {
      if (events.isEmpty()) {
        reading.accept(event);
      }
      super.onEvent(event);
    }
  }
}
