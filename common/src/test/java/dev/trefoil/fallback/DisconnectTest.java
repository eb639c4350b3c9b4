package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.END;
import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.outcomes;
import static dev.trefoil.fallback.Harness.request;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.chat.Deadline;
import dev.trefoil.chat.Usage;
import dev.trefoil.provider.Cancellation;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.target.AttemptLimits;
import dev.trefoil.target.Hedging;
import dev.trefoil.target.OnDisconnect;
import dev.trefoil.target.Target;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The caller leaves before it has the whole answer. */
class DisconnectTest {
  private static final RuntimeException GONE = new RuntimeException("the caller is gone");

  @Test
  void theAnswerIsGivenUpAndNobodyElseIsAsked() {
    ScriptedModel second = saying("never");
    Harness harness = new Harness(saying("one ", "two"), second);
    harness.answer.refusal = Optional.of(GONE);

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).contains(GONE))
        .satisfies(e -> assertThat(outcomes(e.trail())).containsExactly("a abandoned"));
    assertThat(second.calls()).isEmpty();
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
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
    Cancellation gone = new Cancellation();
    ScriptedModel second = saying("never");
    Harness harness = new Harness(ScriptedModel.silentAfter(), second);
    harness.limits =
        new AttemptLimits(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
    Thread.ofVirtual().start(gone::cancel);

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(
            () ->
                harness.chat(
                    request(true), new Call("id", "", Deadline.after(Duration.ofHours(1)), gone)))
        .satisfies(e -> assertThat(outcomes(e.trail())).containsExactly("a abandoned"));
    assertThat(second.calls()).isEmpty();
  }

  @Test
  void aHedgedCallIsGivenUpToo() {
    Harness harness = new Harness(saying("one ", "two"), failing(Kind.QUOTA));
    harness.hedging = new Hedging.After(Duration.ofHours(1));
    harness.answer.refusal = Optional.of(GONE);
    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(outcomes(e.trail())).containsExactly("a abandoned"));
    assertThat(harness.answer.events).doesNotContain(END);
  }
}
