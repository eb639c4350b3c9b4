package dev.trefoil.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Deadline;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.health.HealthBook;
import dev.trefoil.health.Worth;
import dev.trefoil.policy.BreakerSettings;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Router;
import dev.trefoil.routing.RoutingRequest;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a task costs at a target is what it shows. */
class ValueLearningTest {
  private static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        other: {kind: openai, endpoint: "https://b.example/v1"}
      prices:
        azure/dear: {input: 3, output: 3}
        other/cheap: {input: 1, output: 1}
      routes:
        chat: {strategy: value, targets: [azure/dear, other/cheap]}
      """;
  private static final List<Step> STEPS = Planned.plan("chat", Planned.needs(10)).steps();
  private static final Target CHEAP = new Target("other", "cheap");
  private static final UsageSettings SETTINGS =
      new UsageSettings(ZoneOffset.UTC, Duration.ofDays(10));

  private final HealthBook health = book();
  private final ValueLearning learning =
      new ValueLearning(health.worths(), Optional.empty(), InstantSource.system());

  private static HealthBook book() {
    return new HealthBook(
        BreakerSettings.DEFAULTS, InstantSource.system(), new SplittableRandom(1));
  }

  private static CallEnded call(Attempt... attempts) {
    return new CallEnded(
        new Subject("r", new Caller("ada"), Optional.empty(), "chat", false, Instant.EPOCH),
        Outcome.ANSWERED,
        new Trail(List.of(attempts)),
        Duration.ZERO);
  }

  private static Attempt answered(Step step) {
    return Planned.answered(step, 100, 100).attempts().getFirst();
  }

  /** Paid for, and not good enough. */
  private static Attempt rejected(Step step) {
    Attempt answered = answered(step);
    return new Attempt(
        answered.target(),
        Attempt.REJECTED,
        Optional.empty(),
        Optional.empty(),
        answered.took(),
        Optional.empty(),
        Optional.empty(),
        answered.usage(),
        false,
        answered.costUsd(),
        answered.breaker(),
        "unknown");
  }

  /** Which target is first, and how often of a thousand calls. */
  private static Map<String, Integer> first(HealthBook book) throws Exception {
    Router router =
        new Router(
            TrefoilConfig.parse(CONFIG, Map.of()).routing(),
            Set.of(),
            book,
            new SplittableRandom(1));
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      first.merge(
          router
              .plan(new RoutingRequest("chat", Planned.needs(10)))
              .targets()
              .getFirst()
              .toString(),
          1,
          Integer::sum);
    }
    return first;
  }

  private void calls(int count, int passed) {
    for (int i = 0; i < count; i++) {
      if (i < passed) {
        learning.accept(call(answered(STEPS.getLast())));
      } else {
        learning.accept(call(rejected(STEPS.getLast()), answered(STEPS.getFirst())));
      }
    }
  }

  @Test
  void whatFailsTooOftenIsDearerThanWhatPasses() throws Exception {
    calls(100, 20); // 1 / 0.2 is more than 3.

    assertThat(health.worth("chat", CHEAP).passed()).isEqualTo(20);
    assertThat(health.worth("chat", CHEAP).judged()).isEqualTo(100);
    assertThat(first(health).get("azure/dear")).isBetween(930, 970);
    assertThat(first(health).get("other/cheap")).as("5% explore").isBetween(30, 70);
  }

  @Test
  void whatPassesOftenEnoughIsCheaper() throws Exception {
    calls(100, 50); // 1 / 0.5 is less than 3.

    assertThat(first(health).get("other/cheap")).isBetween(930, 970);
  }

  @Test
  void untilEnoughIsSeenPricesDecideAndFailuresWithoutTokensCountAgainstATarget() throws Exception {
    for (int i = 0; i < Worth.LEAST - 1; i++) {
      learning.accept(
          call(Planned.failed(STEPS.getLast(), Kind.TIMEOUT), answered(STEPS.getFirst())));
    }
    assertThat(first(health).get("other/cheap")).as("too little is known").isGreaterThan(930);

    learning.accept(call(answered(STEPS.getLast())));
    learning.accept(call(answered(STEPS.getFirst())));

    assertThat(first(health).get("azure/dear")).as("1 of 20 passes").isGreaterThan(930);
  }

  @Test
  void theFleetsRecordIsLearnedAndWhatThisProcessHasWrittenIntoItCountsOnce() throws Exception {
    CountedRecords records = new CountedRecords();
    UsageRecorder elsewhere = new UsageRecorder(records, SETTINGS, InstantSource.system());
    UsageRecorder here = new UsageRecorder(records, SETTINGS, InstantSource.system());
    ValueLearning both =
        new ValueLearning(
            health.worths(),
            Optional.of(new UsageRecords(records, SETTINGS, InstantSource.system())),
            () -> Instant.EPOCH); // Never due by itself.
    for (int i = 0; i < 30; i++) {
      elsewhere.accept(call(rejected(STEPS.getLast()), answered(STEPS.getFirst())));
    }
    CallEnded own = call(answered(STEPS.getLast()));
    here.accept(own);
    both.accept(own);

    both.readNow(Deadline.after(Duration.ofSeconds(5)));
    both.accept(own);

    assertThat(health.worth("chat", CHEAP)).isEqualTo(new Worth(32, 2, 32, 3_200, 0, 0, 3_200));
    assertThat(first(health).get("azure/dear")).isGreaterThan(930);
  }
}
