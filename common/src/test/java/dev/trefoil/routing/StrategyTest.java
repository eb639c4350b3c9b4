package dev.trefoil.routing;

import static dev.trefoil.routing.Routing.ask;
import static dev.trefoil.routing.Routing.targets;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.health.Observations;
import dev.trefoil.health.Worth;
import dev.trefoil.policy.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order a route's targets are tried. The host cloud is Azure. */
class StrategyTest {
  private static final String ROUTE =
      "routes: {r: {strategy: %s, targets: [bedrock/a, azure/b, openai/c]}}\n";

  @ParameterizedTest
  @CsvSource({"native-first, azure/b bedrock/a openai/c", "ordered, bedrock/a azure/b openai/c"})
  void someOrdersAreAlwaysTheSame(String strategy, String expected) throws Exception {
    Router router = Routing.router(ROUTE.formatted(strategy));

    for (int call = 0; call < 3; call++) {
      assertThat(targets(router.plan(ask("r")))).containsExactly(expected.split(" "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "native-first, azure/gpt-6-sol bedrock/global.openai.gpt-6-sol azure/other openai/c",
    "ordered, bedrock/global.openai.gpt-6-sol azure/gpt-6-sol openai/c azure/other"
  })
  void targetsOfTheRoutesModelComeBeforeOthers(String strategy, String expected) throws Exception {
    Router router =
        Routing.router(
            "routes: {r: {strategy: %s, same: gpt-6-sol, targets: [openai/c, azure/other]}}\n"
                .formatted(strategy));

    assertThat(targets(router.plan(ask("r")))).containsExactly(expected.split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"round-robin", "random"})
  void turnsOfAConversationBeginAtOneTargetAndConversationsAtAll(String strategy) throws Exception {
    String yaml = "cache: auto\n" + ROUTE.formatted(strategy);
    Map<String, Integer> first = new HashMap<>();
    for (int conversation = 0; conversation < 300; conversation++) {
      String hello = "hello " + conversation;
      String target = targets(Routing.router(yaml).plan(ask(Routing.turns(hello, 1)))).getFirst();
      for (int turn = 2; turn < 5; turn++) {
        // Another process, of another seed.
        Router other = Routing.router(yaml, Observations.NONE, turn);
        assertThat(targets(other.plan(ask(Routing.turns(hello, turn)))).getFirst())
            .isEqualTo(target);
      }
      first.merge(target, 1, Integer::sum);
    }
    assertThat(first.keySet()).containsExactlyInAnyOrder("bedrock/a", "azure/b", "openai/c");
    assertThat(first).allSatisfy((target, count) -> assertThat(count).isBetween(60, 140));
  }

  @Test
  void theTargetThatKeepsAConversationsPromptComesFirst() throws Exception {
    Map<String, Target> holders = new HashMap<>();
    Router router =
        Routing.router("cache: auto\n" + ROUTE.formatted("native-first"), holding(holders), 1);
    Plan plan = router.plan(ask(Routing.turns("hello", 1)));
    assertThat(targets(plan)).containsExactly("azure/b", "bedrock/a", "openai/c");

    holders.put(prefix(plan), new Target("openai", "c"));

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2)))))
        .containsExactly("openai/c", "azure/b", "bedrock/a");
    assertThat(targets(router.plan(ask(Routing.turns("another", 1)))))
        .containsExactly("azure/b", "bedrock/a", "openai/c");
  }

  @Test
  void theRoutesOwnModelComesBeforeAnotherThatKeepsThePrompt() throws Exception {
    Map<String, Target> holders = new HashMap<>();
    Router router =
        Routing.router(
            "cache: auto\nroutes: {r: {same: gpt-6-sol, targets: [openai/c]}}\n",
            holding(holders),
            1);
    Plan plan = router.plan(ask(Routing.turns("hello", 1)));

    holders.put(prefix(plan), new Target("openai", "c"));

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2))))).isEqualTo(targets(plan));
  }

  @Test
  void withoutMarksNobodyIsToKeepAConversation() throws Exception {
    Plan plan = Routing.router(ROUTE.formatted("random")).plan(ask(Routing.turns("hello", 2)));

    assertThat(plan.kept()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'openai/c: {input: 1, output: 1}, azure/b: {input: 1, output: 1}', openai/c",
    "'openai/c: {input: 9, output: 9}, azure/b: {input: 1, output: 1}', azure/b",
    "'openai/c: {input: 9, output: 1}, azure/b: {input: 1, output: 1}', openai/c",
    "'openai/c: {input: 9, output: 1}, azure/b: {input: 1, output: 0.5}', azure/b",
    "'openai/c: {input: 9, output: 9}', openai/c"
  })
  void aHolderIsLeftForOneThatComesBeforeItAndIsCheaperWithNothingKept(
      String prices, String expected) throws Exception {
    Map<String, Target> holders = new HashMap<>();
    Router router =
        Routing.router(
            "cache: auto\nprices: {%s}\n".formatted(prices)
                + "routes: {r: {strategy: ordered, defaults: {maxTokens: 10}, targets: [azure/b, openai/c]}}\n",
            holding(holders),
            1);
    Plan plan = router.plan(ask(Routing.turns("hello", 1)));
    holders.put(prefix(plan), new Target("openai", "c"));

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2)))).getFirst()).isEqualTo(expected);
  }

  @Test
  void aTargetThatNothingComesBeforeKeepsItsConversationsThoughOthersAreCheaper() throws Exception {
    Map<String, Target> holders = new HashMap<>();
    Router router =
        Routing.router(
            "cache: auto\nprices: {azure/b: {input: 9}, openai/c: {input: 1}}\n"
                + "routes: {r: {strategy: ordered, targets: [azure/b, openai/c]}}\n",
            holding(holders),
            1);
    holders.put(prefix(router.plan(ask(Routing.turns("hello", 1)))), new Target("azure", "b"));

    assertThat(targets(router.plan(ask(Routing.turns("hello", 2))))).startsWith("azure/b");
  }

  @Test
  void theSameWordsOfTwoTenantsAreTwoPrompts() throws Exception {
    Router router = Routing.router("cache: auto\n" + ROUTE.formatted("ordered"));
    Requirements words = Routing.turns("hello", 1);
    List<String> prefixes = new ArrayList<>();
    for (Optional<String> tenant :
        List.of(Optional.<String>empty(), Optional.of("one"), Optional.of("two"))) {
      prefixes.add(
          prefix(router.plan(new RoutingRequest("r", RoutingPreferences.NONE, words, tenant))));
    }
    assertThat(prefixes).doesNotHaveDuplicates().allMatch(prefix -> prefix.length() == 32);
  }

  private static String prefix(Plan plan) {
    return plan.kept().orElseThrow().prefix();
  }

  private static Observations holding(Map<String, Target> holders) {
    return new Observations() {
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
    };
  }

  @Test
  void roundRobinBeginsOneFurtherOnWithEachCall() throws Exception {
    Router router = Routing.router(ROUTE.formatted("round-robin"));

    assertThat(plans(router, 4))
        .containsExactly(
            List.of("bedrock/a", "azure/b", "openai/c"),
            List.of("azure/b", "openai/c", "bedrock/a"),
            List.of("openai/c", "bedrock/a", "azure/b"),
            List.of("bedrock/a", "azure/b", "openai/c"));
  }

  @Test
  void randomIsEveryOrderAndTheSameForASeed() throws Exception {
    Router router = Routing.router(ROUTE.formatted("random"), Observations.NONE, 7);
    List<List<String>> plans = plans(router, 600);

    Map<List<String>, Integer> counts = new HashMap<>();
    plans.forEach(plan -> counts.merge(plan, 1, Integer::sum));
    assertThat(counts).hasSize(6).allSatisfy((plan, count) -> assertThat(count).isBetween(60, 140));
    assertThat(plans(Routing.router(ROUTE.formatted("random"), Observations.NONE, 7), 600))
        .isEqualTo(plans);
  }

  @Test
  void weightsSayHowOftenATargetIsFirst() throws Exception {
    Router router =
        Routing.router(
            """
            routes:
              r:
                strategy: weighted
                targets:
                  - {target: bedrock/a, weight: 3}
                  - azure/b
                  - {target: openai/c, weight: 0}
            """);
    List<List<String>> plans = plans(router, 1000);

    assertThat(plans).allSatisfy(plan -> assertThat(plan.getLast()).isEqualTo("openai/c"));
    assertThat(first(plans, "bedrock/a")).isBetween(700, 800);
    assertThat(first(plans, "azure/b")).isBetween(200, 300);
  }

  @Test
  void leastLatencyPutsTheFastestFirstButForAShareOfCalls() throws Exception {
    Map<String, Double> millis = Map.of("bedrock/a", 300.0, "azure/b", 200.0, "openai/c", 100.0);
    Router router = Routing.router(ROUTE.formatted("least-latency"), seen(millis), 1);
    List<List<String>> plans = plans(router, 1000);

    assertThat(first(plans, "openai/c")).isBetween(930, 970);
    assertThat(plans).contains(List.of("openai/c", "azure/b", "bedrock/a"));
    assertThat(first(plans, "azure/b")).isPositive();
    assertThat(first(plans, "bedrock/a")).isPositive();
  }

  @Test
  void leastLatencyTriesWhatItDoesNotKnow() throws Exception {
    Router router =
        Routing.router(
            ROUTE.formatted("least-latency, exploration: 0"), seen(Map.of("openai/c", 1.0)), 1);
    List<List<String>> plans = plans(router, 50);

    assertThat(plans).allSatisfy(plan -> assertThat(plan.getLast()).isEqualTo("openai/c"));
    assertThat(new TreeSet<>(plans.stream().map(List::getFirst).toList()))
        .containsExactly("azure/b", "bedrock/a");
  }

  @Test
  void valueBeginsWithWhatIsLeastKnownForAShareOfCallsAndNeverLeavesItsResidency()
      throws Exception {
    String yaml =
        """
        routes:
          r: {strategy: value, exploration: %s, residency: eu, targets: [bedrock/eu.a, azure/b, vertex_ai/c]}
        prices:
          bedrock/eu.a: {input: 1, output: 1}
          azure/b: {input: 2, output: 2}
          vertex_ai/c: {input: 0.1, output: 0.1}
        """;
    Map<String, Worth> worths =
        Map.of(
            "bedrock/eu.a", new Worth(100, 90, 100, 100, 0, 0, 100),
            "azure/b", new Worth(19, 19, 19, 19, 0, 0, 19));

    List<List<String>> plans =
        plans(Routing.router(yaml.formatted("0.1"), worth(worths), 1), 1_000);

    assertThat(plans).allSatisfy(plan -> assertThat(plan).doesNotContain("vertex_ai/c"));
    assertThat(first(plans, "bedrock/eu.a")).isBetween(870, 930);
    assertThat(first(plans, "azure/b")).isBetween(70, 130);
    assertThat(first(plans(Routing.router(yaml.formatted("0"), worth(worths), 1), 100), "azure/b"))
        .isZero();
  }

  @Test
  void valueHoldsAnswersToAGateWhereTheRouteHasOne() throws Exception {
    String route = "routes: {r: {strategy: value, %s targets: [azure/b, openai/c]}}\n";

    assertThat(Routing.router(route.formatted("")).plan(ask("r")).policy().gate()).isEmpty();
    assertThat(
            Routing.router(route.formatted("gate: {minLength: 5},")).plan(ask("r")).policy().gate())
        .isPresent();
  }

  private static Observations worth(Map<String, Worth> worths) {
    return new Observations() {
      @Override
      public OptionalDouble firstTokenMillis(Target target) {
        return OptionalDouble.empty();
      }

      @Override
      public double tokensPerEstimate(String family) {
        return 1;
      }

      @Override
      public Worth worth(String route, Target target) {
        return worths.getOrDefault(target.toString(), Worth.NONE);
      }
    };
  }

  @Test
  void cheapestCountsBothDirectionsAndPutsUnknownPricesLast() throws Exception {
    Router router =
        Routing.router(
            """
            routes:
              r: {strategy: cheapest, targets: [openai/unknown, bedrock/a, azure/b]}
              c: {strategy: cascade, targets: [openai/unknown, bedrock/a, azure/b]}
            prices:
              bedrock/a: {input: 1, output: 10}
              azure/b: {input: 4, output: 4}
            """);
    Requirements longPrompt = Routing.chat("word ".repeat(10_000), 10);
    Requirements longAnswer = Routing.chat("hi", 10_000);

    assertThat(targets(router.plan(new RoutingRequest("r", longPrompt))))
        .containsExactly("bedrock/a", "azure/b", "openai/unknown");
    assertThat(targets(router.plan(new RoutingRequest("r", longAnswer))))
        .containsExactly("azure/b", "bedrock/a", "openai/unknown");
    assertThat(router.plan(new RoutingRequest("r", longAnswer)).policy().gate()).isEmpty();
    assertThat(targets(router.plan(new RoutingRequest("c", longAnswer))))
        .containsExactly("azure/b", "bedrock/a", "openai/unknown");
    assertThat(router.plan(new RoutingRequest("c", longAnswer)).policy().gate()).isPresent();
  }

  @Test
  void whatComesBackCorrectsTheEstimate() throws Exception {
    String yaml =
        """
        routes: {r: {strategy: cheapest, targets: [openai/one, openai/two]}}
        prices: {openai/one: {input: 1}, openai/two: {input: 1.5}}
        """;
    Requirements needs = Routing.chat("word ".repeat(1_000));
    Observations dense =
        new Observations() {
          @Override
          public OptionalDouble firstTokenMillis(Target target) {
            return OptionalDouble.empty();
          }

          @Override
          public double tokensPerEstimate(String family) {
            return family.equals("one") ? 2 : 1;
          }
        };

    assertThat(targets(Routing.router(yaml).plan(new RoutingRequest("r", needs))))
        .containsExactly("openai/one", "openai/two");
    assertThat(targets(Routing.router(yaml, dense, 1).plan(new RoutingRequest("r", needs))))
        .containsExactly("openai/two", "openai/one");
  }

  private static List<List<String>> plans(Router router, int calls) throws RoutingException {
    List<List<String>> plans = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      plans.add(targets(router.plan(ask("r"))));
    }
    return plans;
  }

  private static int first(List<List<String>> plans, String target) {
    return (int)
        IntStream.range(0, plans.size())
            .filter(i -> plans.get(i).getFirst().equals(target))
            .count();
  }

  private static Observations seen(Map<String, Double> millis) {
    return new Observations() {
      @Override
      public OptionalDouble firstTokenMillis(Target target) {
        Double known = millis.get(target.toString());
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known);
      }

      @Override
      public double tokensPerEstimate(String family) {
        return 1;
      }
    };
  }
}
