package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.trefoil.policy.AttemptLimits;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Capacity;
import dev.trefoil.policy.Defaults;
import dev.trefoil.policy.Hedging;
import dev.trefoil.policy.OnDisconnect;
import dev.trefoil.policy.Policy;
import dev.trefoil.policy.QualityGate;
import dev.trefoil.policy.Recovery;
import dev.trefoil.policy.RetryPolicy;
import dev.trefoil.policy.StreamInside;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Route;
import dev.trefoil.routing.RouteTarget;
import dev.trefoil.routing.Shadow;
import dev.trefoil.routing.Strategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What trefoil.yaml says of how calls are routed and carried out. */
class RoutingConfigTest {
  private static final String SERVICES =
      """
      services:
        a: {kind: openai, endpoint: "https://a.example/v1"}
        b: {kind: bedrock, region: eu-central-1}
      """;

  @Test
  void whatIsNotSaidIsAsTheDefaultsAre() {
    TrefoilConfig config = parse("routes: {r: {targets: [a/x]}}\n");

    assertThat(config.routes()).containsExactly(new Route("r", List.of("a/x")));
    assertThat(config.breaker()).isEqualTo(BreakerSettings.DEFAULTS);
    assertThat(config.http().frontDoor()).isEmpty();
    assertThat(config.routing().tasks()).isEmpty();
  }

  @Test
  void whatWasBoughtOfATargetIsSaidWhereARouteNamesIt() {
    TrefoilConfig config =
        parse(
            """
            routes:
              r:
                targets:
                  - {target: a/x, capacity: {tokensPerMinute: 600000, share: 0.5, outputWeight: 4}}
                  - {target: "b/arn:aws:bedrock:eu-central-1:123456789012:provisioned-model/abcdefghijkl", capacity: {tokensPerMinute: 1}}
              one:
                same: gpt-6-sol
                targets: [{target: a/ptu, capacity: {tokensPerMinute: 5}}, a/x]
            models: {a/ptu: {like: gpt-6-sol}, a/standard: {like: gpt-6-sol}}
            """);

    assertThat(config.routes().getFirst().entries())
        .extracting(RouteTarget::capacity)
        .containsExactly(
            Optional.of(new Capacity(600_000, 0.5, 4)), Optional.of(new Capacity(1, 0.9, 1)));
    assertThat(config.routes().getLast().entries())
        .extracting(RouteTarget::name, RouteTarget::rank, target -> target.capacity().isPresent())
        .contains(tuple("a/ptu", 0, true), tuple("a/standard", 0, false), tuple("a/x", 1, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "targets: [{target: a/x, capacity: {share: 0.5}}] | tokensPerMinute is missing",
        "targets: [{target: a/x, capacity: {tokensPerMinute: 0}}] | tokensPerMinute is not a whole number from 1",
        "targets: [{target: a/x, capacity: {tokensPerMinute: 9, share: 1.5}}] | share is not a number from 0.01 to 1",
        "targets: [{target: a/x, capacity: {tokensPerMinute: 9, units: 2}}] | units is not known here",
        "strategy: cascade, targets: [{target: a/x, capacity: {tokensPerMinute: 9}}] | capacity is not for cascades"
      })
  void whatIsNoCapacityIsAMistake(String route, String mistake) {
    assertThatThrownBy(() -> parse("routes: {r: {%s}}\n".formatted(route)))
        .hasMessageContaining(mistake);
  }

  @Test
  void capacityIsOfOneModel() {
    assertThatThrownBy(
            () ->
                parse(
                    "routes: {\"g*\": {targets: [{target: \"a/{model}\", capacity:"
                        + " {tokensPerMinute: 9}}]}}\n"))
        .hasMessageContaining("capacity is for one model");
  }

  @Test
  void standbysGetCopiesOfAShareOfCalls() {
    TrefoilConfig config =
        parse(
            "routes: {r: {targets: [a/x], shadow: {share: 0.1, targets: [b/y, {target: a/z}],"
                + " monthlyUsd: 20}}}\n");

    Shadow shadow = config.routes().getFirst().shadow().orElseThrow();
    assertThat(shadow.share()).isEqualTo(0.1);
    assertThat(shadow.monthlyUsd()).isEqualTo(20);
    assertThat(shadow.targets()).extracting(RouteTarget::name).containsExactly("b/y", "a/z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shadow: {targets: [b/y]} | monthlyUsd is missing",
        "shadow: {monthlyUsd: 1} | targets must be a list with something in it",
        "shadow: {monthlyUsd: 1, targets: [c/y]} | names the service c, which is not declared",
        "shadow: {monthlyUsd: 1, targets: [b/y], share: 2} | share is not a number from 0.0001 to 1",
        "shadow: {monthlyUsd: 1, targets: [b/us.anthropic.x]}, residency: eu | leaves the route's residency"
      })
  void whatIsNoStandbyIsAMistake(String shadow, String mistake) {
    assertThatThrownBy(
            () ->
                parse(
                    "routes: {r: {targets: [b/anthropic.claude-sonnet-4-6], %s}}\n"
                        .formatted(shadow)))
        .hasMessageContaining(mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "outer: 1 | '' | '' | AUTO",
        "streamInside: true | '' | '' | ALWAYS",
        "streamInside: false | '' | '' | NEVER",
        "streamInside: true | streamInside: auto | '' | AUTO",
        "outer: 1 | streamInside: false | '' | NEVER",
        "outer: 1 | '' | strategy: least-latency | ALWAYS",
        "outer: 1 | streamInside: false | strategy: least-latency | NEVER"
      })
  void plainAnswersAreStreamedInsideWhereItIsSaidOrNeeded(
      String outside, String inside, String strategy, StreamInside expected) {
    String route =
        Stream.of("targets: [a/x]", inside, strategy)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(", "));
    TrefoilConfig config =
        parse(outside.replace("outer: 1", "") + "\nroutes: {r: {" + route + "}}\n");

    assertThat(config.routes().getFirst().policy().streamInside()).isEqualTo(expected);
  }

  @Test
  void howPlainAnswersAreAskedForIsOneOfThreeWords() {
    assertThat(mistakes("routes: {r: {targets: [a/x], streamInside: never}}\n"))
        .singleElement()
        .asString()
        .endsWith("routes.r.streamInside is not auto or true or false");
  }

  @Test
  void everythingCanBeSaid() {
    TrefoilConfig config =
        parse(
            """
            frontDoorTimeoutMs: 29000
            breaker: {consecutiveFailures: 3, window: 50, minimumCalls: 20, failureRate: 0.25, openMs: 1000, rampMs: 60000}
            tasks: {coding: r, simple: plain}
            routes:
              plain: {targets: [a/x]}
              r:
                targets: [a/x, {target: b/y, limits: {firstTokenMs: 1, firstTokenThinkingMs: 2, stallMs: 3}, instructions: Be kind.}]
                strategy: cascade
                gate: {minLength: 20, refusals: ["^I can.?t", sorry], schema: false, judge: plain}
                overrides: false
                limits: {firstTokenMs: 500}
                retry: {retries: 2, backoffMs: 0, retryAfterLimitMs: 100}
                recovery: error
                hedge: p95
                onDisconnect: drain
                returned: [auth, quota]
                strict: true
                timeoutMs: 4000
                instructions: Be brief.
                defaults: {temperature: 0.2, topP: 0.9, maxTokens: 300, reasoningEffort: low}
            """);

    assertThat(config.http().frontDoor()).contains(Duration.ofSeconds(29));
    assertThat(config.breaker())
        .isEqualTo(
            new BreakerSettings(3, 50, 20, 0.25, Duration.ofSeconds(1), Duration.ofMinutes(1)));
    assertThat(config.routing().tasks()).isEqualTo(Map.of("coding", "r", "simple", "plain"));
    Route route = config.routes().getLast();
    assertThat(route.strategy()).isEqualTo(Strategy.CASCADE);
    assertThat(route.overrides()).isFalse();
    assertThat(route.entries().getFirst().limits())
        .isEqualTo(
            new AttemptLimits(
                Duration.ofMillis(500),
                AttemptLimits.DEFAULTS.firstTokenThinking(),
                AttemptLimits.DEFAULTS.stall()));
    assertThat(route.entries().getLast().limits())
        .isEqualTo(
            new AttemptLimits(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(3)));
    assertThat(route.entries().getLast().instructions()).contains("Be kind.");
    Policy policy = route.policy();
    assertThat(policy.retry()).isEqualTo(new RetryPolicy(2, Duration.ZERO, Duration.ofMillis(100)));
    assertThat(policy.recovery()).isEqualTo(Recovery.ERROR);
    assertThat(policy.hedging()).isEqualTo(new Hedging.AfterUsual());
    assertThat(policy.onDisconnect()).isEqualTo(OnDisconnect.DRAIN);
    assertThat(policy.returned()).isEqualTo(Set.of(Kind.AUTH, Kind.QUOTA));
    assertThat(policy.strict()).isTrue();
    assertThat(Policy.DEFAULTS.strict()).isFalse();
    assertThat(policy.timeout()).contains(Duration.ofSeconds(4));
    assertThat(policy.instructions()).contains("Be brief.");
    assertThat(policy.defaults())
        .isEqualTo(
            new Defaults(
                OptionalDouble.of(0.2),
                OptionalDouble.of(0.9),
                OptionalInt.of(300),
                Optional.of("low")));
    QualityGate gate = policy.gate().orElseThrow();
    assertThat(gate.minLength()).isEqualTo(20);
    assertThat(gate.schema()).isFalse();
    assertThat(gate.judge()).contains("plain");
    assertThat(gate.refusals())
        .anyMatch(pattern -> pattern.matcher("i can't help").find())
        .noneMatch(pattern -> pattern.matcher("As I can say").find());
  }

  @Test
  void whatIsSaidOutsideOfTheRoutesHoldsForAllThatSayNothing() {
    TrefoilConfig config =
        parse(
            """
            limits: {stallMs: 9000}
            retry: {retries: 0}
            hedge: 250
            defaults: {maxTokens: 10}
            maxResponseBytes: 7000
            routes:
              r: {targets: [a/x], limits: {firstTokenMs: 1}, retry: {backoffMs: 5}, hedge: off, defaults: {temperature: 1}, maxResponseBytes: 5000}
              s: {targets: [a/x]}
            """);
    Route said = config.routes().getFirst();
    Route silent = config.routes().getLast();

    assertThat(said.entries().getFirst().limits().stall()).hasSeconds(9);
    assertThat(said.policy().retry().retries()).isZero();
    assertThat(said.policy().retry().backoff()).hasMillis(5);
    assertThat(said.policy().hedging()).isEqualTo(new Hedging.Off());
    assertThat(said.policy().defaults().maxTokens()).isEqualTo(OptionalInt.of(10));
    assertThat(said.policy().maxResponseBytes()).isEqualTo(5000);
    assertThat(silent.policy().maxResponseBytes()).isEqualTo(7000);
    assertThat(silent.policy().hedging()).isEqualTo(new Hedging.After(Duration.ofMillis(250)));
    assertThat(config.routing().outright().policy()).isEqualTo(silent.policy());
    assertThat(config.routing().outright().limits().stall()).hasSeconds(9);
  }

  @Test
  void mistakesAreReportedWithTheirPlaces() {
    String yaml =
        """
        frontDoorTimeoutMs: 0
        breaker: {window: 5, minimumCalls: 6, failureRate: 2}
        hedge: p99
        residency: [eu, mars]
        tasks: {coding: nothing}
        prices:
          nobody/x: {input: 1}
          gpt-5.4: {output: 1}
          gpt-5.5: {input: dear, longPrompt: {input: 1}}
        routes:
          r:
            targets:
              - {weight: 1}
              - {target: a/x, weight: 2, colour: red}
              - {target: nobody/x}
              - [a/x]
            gate: {minLength: 1}
            exploration: 0.5
            returned: [invalid]
            onDisconnect: stay
            retry: {retries: 50}
            limits: {firstTokenMs: soon}
          c:
            targets: [a/x]
            strategy: cascade
            gate: {refusals: ["("], judge: "r*"}
        """;

    assertThat(mistakes(yaml))
        .containsExactlyInAnyOrder(
            "line 4, column 21: frontDoorTimeoutMs is not a whole number from 1 to 3600000",
            "line 5, column 52: breaker.failureRate is not a number from 0.01 to 1",
            "line 5, column 10: breaker.minimumCalls is more than the window holds",
            "line 6, column 8: hedge is not off, p95 or a number of milliseconds",
            "line 7, column 17: residency[1] is not a place: one of eu, us, apac, ae, au, bh, br,"
                + " ca, ch, cl, cn, hk, id, il, in, jp, kr, mx, my, no, nz, qa, sa, sg, th, tw, uk,"
                + " za",
            "line 8, column 17: tasks.coding is not the name of a route without a *",
            "line 10, column 13: prices.nobody/x is not a model of a declared service",
            "line 11, column 12: prices.gpt-5.4.input is missing",
            "line 12, column 20: prices.gpt-5.5.input is not a number from 0 to 1000000",
            "line 12, column 38: prices.gpt-5.5.longPrompt.above is missing",
            "line 15, column 5: routes.r.residency can never be kept: a/x is in unknown",
            "line 27, column 5: routes.c.residency can never be kept: a/x is in unknown",
            "line 16, column 9: routes.r.targets[0].target is missing",
            "line 16, column 18: routes.r.targets[0].weight is for routes of the strategy weighted"
                + " only",
            "line 17, column 31: routes.r.targets[1].weight is for routes of the strategy weighted"
                + " only",
            "line 17, column 42: routes.r.targets[1].colour is not known here",
            "line 18, column 18: routes.r.targets[2].target names the service nobody, which is not"
                + " declared",
            "line 19, column 9: routes.r.targets[3] must be a single value",
            "line 20, column 11: routes.r.gate is for routes of the strategy cascade or value only",
            "line 21, column 18: routes.r.exploration is for routes of the strategy least-latency"
                + " or value only",
            "line 22, column 16: routes.r.returned[0] is not one of throttled, quota, overloaded,"
                + " timeout, unreachable, truncated, response_too_large, auth, model_unavailable,"
                + " context_too_long, unsupported",
            "line 23, column 19: routes.r.onDisconnect is not cancel or drain",
            "line 24, column 22: routes.r.retry.retries is not a whole number from 0 to 5",
            "line 25, column 28: routes.r.limits.firstTokenMs is not a whole number from 1 to"
                + " 3600000",
            "line 29, column 23: routes.c.gate.refusals[0] is not a regular expression: Unclosed"
                + " group",
            "line 29, column 36: routes.c.gate.judge is not the name of a route without a *");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "residency: eu, targets: [b/us.amazon.nova-lite-v1:0, a/x]"
            + "|residency can never be kept: b/us.amazon.nova-lite-v1:0 is in eu+us, a/x is in"
            + " unknown",
        "residency: us, targets: [b/amazon.nova-lite-v1:0]"
            + "|residency can never be kept: b/amazon.nova-lite-v1:0 is in eu",
        "residency: [any, eu], targets: [b/x]|residency is any and something else",
        "residency: eu, targets: [b/amazon.nova-lite-v1:0, a/x]|",
        "residency: any, targets: [a/x]|"
      })
  void aRouteThatCanNeverBeServedIsAMistake(String route, String mistake) {
    List<String> expected =
        mistake == null ? List.of() : List.of("line 4, column 13: routes.r." + mistake);

    assertThat(mistakes("routes: {r: {" + route + "}}\n")).isEqualTo(expected);
  }

  @Test
  void aPatternsTargetsAreJudgedWhenTheyAreAskedFor() {
    assertThat(mistakes("routes: {\"*\": {residency: eu, targets: [\"b/{model}\"]}}\n")).isEmpty();
  }

  @Test
  void aJudgeStaysWhereTheAnswerDoesAndComesToAnEnd() {
    String routes =
        """
        routes:
          wide: {targets: [a/x]}
          narrow: {residency: eu, targets: [b/amazon.nova-lite-v1:0]}
          one: {residency: [eu, us], targets: [b/amazon.nova-lite-v1:0], strategy: cascade, gate: {judge: %s}}
        """;

    assertThat(mistakes(routes.formatted("narrow"))).isEmpty();
    assertThat(mistakes(routes.formatted("wide")))
        .containsExactly(
            "line 5, column 3: routes.one.gate.judge may call outside of the route's residency:"
                + " give wide one");
    assertThat(mistakes(routes.formatted("one")))
        .containsExactly("line 5, column 3: routes.one.gate.judge is a cascade itself");
  }

  @Test
  void whereServicesKeepWhatTheyAreSentIsDerivedOrDeclared() {
    TrefoilConfig config =
        TrefoilConfig.parse(
            """
            services:
              bedrock: {kind: bedrock, region: eu-west-2}
              zone: {kind: azure-openai, endpoint: "https://a.example", deployment: data-zone, region: swedencentral}
              standard: {kind: azure-openai, endpoint: "https://a.example", deployment: standard, region: uksouth}
              wide: {kind: azure-openai, endpoint: "https://a.example", deployment: global, region: uksouth}
              silent: {kind: azure-openai, endpoint: "https://a.example"}
              odd: {kind: azure-openai, endpoint: "https://a.example", deployment: data-zone, region: uksouth}
              vertex: {kind: vertex, project: p, location: europe-west3}
              multi: {kind: vertex, project: p, location: eu}
              own: {kind: openai, endpoint: "https://a.example/v1", residency: [eu, ch]}
              anthropic: {kind: anthropic, keyFrom: env:K}
            routes: {r: {targets: [own/x]}}
            models: {anthropic/special: {residency: us}}
            auth: none
            """,
            Map.of());

    assertResidency(config, "bedrock/amazon.nova-lite-v1:0", "uk");
    assertResidency(config, "zone/x", "eu");
    assertResidency(config, "standard/x", "uk");
    assertResidency(config, "wide/x", "unknown");
    assertResidency(config, "silent/x", "unknown");
    assertResidency(config, "odd/x", "unknown");
    assertResidency(config, "vertex/gemini-2.5-flash", "eu");
    assertResidency(config, "vertex/gemini-3.5-flash", "unknown");
    assertResidency(config, "multi/gemini-3.5-flash", "eu");
    assertResidency(config, "own/x", "ch+eu");
    assertResidency(config, "anthropic/x", "unknown");
    assertResidency(config, "anthropic/special", "us");
  }

  @Test
  void aDeploymentThatIsTiedToARegionNamesIt() {
    assertThat(
            mistakes(
                """
                  c: {kind: azure-openai, endpoint: "https://a.example", deployment: standard}
                  d: {kind: azure-openai, endpoint: "https://a.example", deployment: regional}
                  e: {kind: bedrock, region: eu-west-1, deployment: standard, connectTimeoutMs: 0}
                routes: {r: {targets: [a/x]}}
                """))
        .containsExactly(
            "line 4, column 6: services.c.region is missing: a standard deployment has one",
            "line 5, column 70: services.d.deployment is not standard or data-zone or global",
            "line 6, column 81: services.e.connectTimeoutMs is not a whole number from 1 to 60000",
            "line 6, column 53: services.e.deployment is not known here");
  }

  @Test
  void aServiceSaysHowLongAConnectionMayTake() {
    TrefoilConfig config =
        parse(
            "  c: {kind: openai, endpoint: \"https://c.example\", connectTimeoutMs: 250}\n"
                + "routes: {r: {targets: [a/x]}}\n");

    assertThat(config.services().get("c").connectTimeout()).hasMillis(250);
    assertThat(config.services().get("a").connectTimeout()).hasSeconds(3);
  }

  @Test
  void theReferencesExampleIsOneThatWorks() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "configuration.md"));
    String example = page.substring(page.indexOf("```yaml") + 7, page.indexOf("```\n\n## "));

    assertThat(TrefoilConfig.parse(example, Map.of()).routes())
        .extracting(Route::name)
        .containsExactly("chat", "cheap", "code", "gpt-*", "embed");
  }

  private static void assertResidency(TrefoilConfig config, String target, String expected) {
    assertThat(config.routing().residencies().of(Target.parse(target).orElseThrow(), 0))
        .as(target)
        .hasToString(expected);
  }

  private static TrefoilConfig parse(String yaml) {
    return TrefoilConfig.parse(SERVICES + yaml + "auth: none\n", Map.of());
  }

  private static List<String> mistakes(String yaml) {
    try {
      parse(yaml);
      return List.of();
    } catch (ConfigException e) {
      return e.mistakes();
    }
  }
}
