package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.ask;
import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.health.Observations;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was bought beforehand is asked first, and last once it is used up. */
class CapacityRoutingTest {
  private static final String ARN =
      "bedrock/arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/abcdefghijkl";
  private static final String ROUTE =
      """
      routes:
        r:
          strategy: %s
          targets:
            - azure/b
            - {target: "%s", capacity: {tokensPerMinute: 1000, share: 0.5, outputWeight: 4}}
            - openai/c
      models: {"%s": {like: claude-sonnet-4-6}}
      cache: auto
      """;

  private final Set<Target> full = new HashSet<>();
  private final Map<String, Target> holders = new HashMap<>();
  private final Map<Target, Long> asked = new HashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"native-first", "ordered", "round-robin", "random", "cheapest"})
  void itIsFirstWhateverTheStrategyAndLastWhenItIsUsedUp(String strategy) throws Exception {
    Router router = router(strategy);
    assertThat(targets(router.plan(ask("r"))).getFirst()).isEqualTo(ARN);

    full.add(Target.parse(ARN).orElseThrow());
    Plan overflowing = router.plan(ask("r"));

    assertThat(targets(overflowing).getLast()).isEqualTo(ARN);
    assertThat(overflowing.steps()).extracting(Step::overflow).containsExactly(true, true, false);
    full.clear();
    Plan back = router.plan(ask("r"));
    assertThat(targets(back).getFirst()).isEqualTo(ARN);
    assertThat(back.steps()).extracting(Step::overflow).containsOnly(false);
  }

  @Test
  void aCallIsWeighedByWhatItIsLikelyToTake() throws Exception {
    Plan plan = router("ordered").plan(ask(Routing.chat("word ".repeat(100), 30)));

    Reserved reserved = plan.steps().getFirst().reserved().orElseThrow();
    assertThat(reserved.capacity()).isEqualTo(new Capacity(1000, 0.5, 4));
    assertThat(reserved.capacity().limit()).isEqualTo(500);
    assertThat(reserved.tokens()).isBetween(100L + 4 * 30, 200L + 4 * 30);
    assertThat(asked).containsOnlyKeys(Target.parse(ARN).orElseThrow());
    assertThat(asked).containsValue(reserved.tokens());
  }

  @Test
  void aPromptThatAnotherKeepsDoesNotComeBeforeWhatIsPaidFor() throws Exception {
    Router router = router("ordered");
    Plan plan = router.plan(ask(Routing.turns("hello", 1)));
    holders.put(plan.kept().orElseThrow().prefix(), new Target("openai", "c"));

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2))))).startsWith(ARN);

    full.add(Target.parse(ARN).orElseThrow());
    Plan overflowing = router.plan(ask(Routing.turns("hello", 2)));
    assertThat(targets(overflowing)).containsExactly("openai/c", "azure/b", ARN);
  }

  @Test
  void aKeptPromptDoesNotBringBackWhatIsUsedUp() throws Exception {
    Router router = router("ordered");
    Plan plan = router.plan(ask(Routing.turns("hello", 1)));
    holders.put(plan.kept().orElseThrow().prefix(), Target.parse(ARN).orElseThrow());
    full.add(Target.parse(ARN).orElseThrow());

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2)))))
        .containsExactly("azure/b", "openai/c", ARN);
  }

  private Router router(String strategy) {
    return Routing.router(
        ROUTE.formatted(strategy, ARN, ARN),
        new Observations() {
          @Override
          public OptionalDouble firstTokenMillis(Target target) {
            return OptionalDouble.empty();
          }

          @Override
          public double tokensPerEstimate(String family) {
            return 1;
          }

          @Override
          public Optional<Target> holder(String prefix) {
            return Optional.ofNullable(holders.get(prefix));
          }

          @Override
          public boolean hasRoom(Target target, long more, long limit) {
            asked.put(target, more);
            return !full.contains(target);
          }
        },
        1);
  }
}
