package dev.trefoil.fallback;

import static dev.trefoil.fallback.Harness.failing;
import static dev.trefoil.fallback.Harness.recorder;
import static dev.trefoil.fallback.Harness.saying;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.trefoil.attempt.AbandonedException;
import dev.trefoil.attempt.Call;
import dev.trefoil.attempt.CallFailedException;
import dev.trefoil.chat.ChatEvent.ToolCallStarted;
import dev.trefoil.chat.ChatRequest;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer is passed on only when it passes the route's gate. */
class CascadeTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatWillNotDoIsFollowedByTheNextTargets(boolean stream) throws CallFailedException {
    Harness harness = gated(saying("no"), saying("a long answer"));

    Answered answered = harness.chat(stream);

    assertThat(recorder(answered.trail())).containsExactly("a rejected", "b ok");
    assertThat(answered.trail().attempts().getFirst().message()).contains("too short");
    assertThat(harness.answer.text()).isEqualTo("a long answer");
    assertThat(answered.gatePassed()).contains(true);
    assertThat(answered.trail().costUsd()).as("both are paid for").hasValue(40);
  }

  @Test
  void whenNoneWillDoTheLastIsGivenAndMarked() throws CallFailedException {
    Harness harness = gated(saying("no"), saying("nope"), failing(Kind.QUOTA));

    Answered answered = harness.chat(true);

    assertThat(recorder(answered.trail())).containsExactly("a rejected", "b rejected", "c quota");
    assertThat(harness.answer.text()).isEqualTo("nope");
    assertThat(harness.answer.starts.getFirst().target()).isEqualTo(new Target("b", "m"));
    assertThat(answered.gatePassed()).contains(false);
  }

  @Test
  void aRejectedAnswerIsNoFaultOfTheTargets() throws CallFailedException {
    Harness harness = gated(saying("no"), saying("a long answer"));
    for (int i = 0; i < 10; i++) {
      harness.chat(true);
    }
    assertThat(harness.health.of(new Target("a", "m")).errors()).isZero();
  }

  @Test
  void callsOfToolsAreNotJudged() throws CallFailedException {
    Harness harness =
        gated(
            ScriptedModel.answering(
                new ToolCallStarted(0, 0, "id", "clock", Optional.empty()),
                Harness.STOP,
                Harness.END));
    assertThat(harness.chat(true).gatePassed()).contains(true);
  }

  @Test
  void withoutAnyAnswerTheCallFails() {
    Harness harness = gated(failing(Kind.QUOTA), failing(Kind.AUTH));
    assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> harness.chat(true));
  }

  @Test
  void whatTheJudgeCostsIsPartOfTheAttempt() throws CallFailedException {
    Harness harness = gated(saying("fine"));
    harness.quality =
        new Harness.PlainQuality() {
          @Override
          public Verdict judge(Plan plan, ChatRequest request, String text, Call call) {
            return new Verdict(Optional.empty(), 7);
          }
        };
    assertThat(harness.chat(true).trail().costUsd()).hasValue(27);
  }

  @ParameterizedTest
  @EnumSource
  void aRejectedAnswerToACallerWhoLeftIsAccountedFor(OnDisconnect onDisconnect) {
    Harness harness = gated(saying("no"));
    harness.onDisconnect = onDisconnect;
    harness.answer.refusal = Optional.of(new IllegalStateException("the caller is gone"));

    assertThatExceptionOfType(AbandonedException.class)
        .isThrownBy(() -> harness.chat(true))
        .satisfies(e -> assertThat(e.refusal()).isEqualTo(harness.answer.refusal))
        .satisfies(e -> assertThat(recorder(e.trail())).containsExactly("a rejected"));
  }

  private static Harness gated(ScriptedModel... models) {
    Harness harness = new Harness(models);
    harness.gate = Optional.of(new QualityGate(5, List.of(), false, Optional.empty()));
    return harness;
  }
}
