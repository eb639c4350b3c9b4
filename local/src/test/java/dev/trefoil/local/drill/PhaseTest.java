package dev.trefoil.local.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.emulators.Failure;
import dev.trefoil.emulators.Fault;
import dev.trefoil.emulators.Oddity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The schedule of a drill: nothing but its seed decides it, and it leaves nothing out. */
class PhaseTest {
  private static final List<String> SERVICES = List.of("bedrock", "azure", "vertex_ai");

  @Test
  void aSeedGivesTheSameScheduleEachTimeAndAnotherGivesAnother() {
    assertThat(Phase.schedule(500, 7, SERVICES)).isEqualTo(Phase.schedule(500, 7, SERVICES));
    assertThat(Phase.schedule(500, 7, SERVICES.reversed()))
        .isEqualTo(Phase.schedule(500, 7, SERVICES));
    assertThat(Phase.schedule(500, 8, SERVICES)).isNotEqualTo(Phase.schedule(500, 7, SERVICES));
  }

  @Test
  void itHasAsManyQuestionsAsWereAskedForAndNoTwoAlike() {
    List<Question> questions =
        Phase.schedule(1000, 1, SERVICES).stream().flatMap(p -> p.questions().stream()).toList();

    assertThat(questions).hasSize(1000);
    assertThat(questions).extracting(Question::words).doesNotHaveDuplicates();
    assertThat(questions).extracting(Question::id).doesNotHaveDuplicates();
    assertThat(questions.stream().map(Question::shape).distinct()).hasSize(3);
    assertThat(questions.stream().map(Question::streamed).distinct()).hasSize(2);
    assertThat(questions.stream().map(Question::wish).distinct())
        .hasSize(Question.Wish.values().length);
  }

  @Test
  void everyKindOfFaultStrikesEveryService() {
    Set<String> struck = new HashSet<>();
    for (Phase phase : Phase.schedule(40_000, 1, SERVICES)) {
      phase
          .faults()
          .forEach(
              (service, fault) ->
                  struck.add(service + " " + fault.map(f -> kind(f.failure())).orElse("well")));
    }

    // Outage, throttle, error, refusal, reset, silent, slow, stall, cut, malformed, context,
    // filter, well.
    assertThat(struck).hasSize((13 + Oddity.values().length) * SERVICES.size());
  }

  private static String kind(Failure failure) {
    return switch (failure) {
      case Failure.Odd odd -> odd.oddity().jsonName();
      case Failure.NativeError error when error.status() == 400 -> "refusal";
      default -> failure.kind();
    };
  }

  @Test
  void allThreeExpectationsAreMet() {
    List<Phase> phases = Phase.schedule(3000, 1, SERVICES);

    assertThat(
            phases.stream()
                .flatMap(p -> p.questions().stream().map(q -> Expectation.of(q, p.faults())))
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Expectation.values());
  }

  @Test
  void whatCutsTheConnectionToVertexAiDoesNotPass() {
    assertThat(Phase.schedule(10_000, 1, SERVICES))
        .allSatisfy(
            phase -> {
              Optional<Fault> fault = phase.faults().get("vertex_ai");
              if (fault.isPresent() && FaultSchedule.cutsConnection(fault.get().failure())) {
                assertThat(fault.get().times()).isEmpty();
              }
            });
  }
}
