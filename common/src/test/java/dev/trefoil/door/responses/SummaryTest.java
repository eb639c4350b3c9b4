package dev.trefoil.door.responses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.AnswerStart;
import dev.trefoil.attempt.GuardrailFinding;
import dev.trefoil.attempt.GuardrailFinding.Outcome;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.attempt.Trail;
import dev.trefoil.chat.Usage;
import dev.trefoil.fallback.Answered;
import dev.trefoil.policy.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void anAnswerThatNeededItKeepsWhatGuardrailsHaveFound() {
    GuardrailFinding found =
        new GuardrailFinding("pii", Side.OUTPUT, Outcome.MASK, List.of("email"));
    Summary summary =
        new Summary(
            "short",
            new AnswerStart(new Target("a", "one"), Trail.NONE, List.of()),
            List.of(),
            new Usage(3, 2),
            true);

    Answered whole =
        summary.before(
            new Answered(
                Trail.NONE,
                new Usage(5, 1),
                false,
                Optional.of(true),
                Optional.empty(),
                List.of(found)));

    assertThat(whole.findings()).containsExactly(found);
    assertThat(whole.usage()).isEqualTo(new Usage(8, 3));
    assertThat(whole.estimated()).isTrue();
    assertThat(whole.gatePassed()).contains(true);
  }
}
