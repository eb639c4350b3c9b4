package dev.trefoil.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code rateLimits}, {@code budgets}, {@code usage} and {@code operators}. */
class LimitsReaderTest {
  private static final String REST =
      """
      auth: {keys: {ops: {sha256: "%s"}}}
      services: {one: {kind: bedrock, region: us-east-1}}
      routes: {chat: {targets: [one/model]}, cheap: {targets: [one/small]}}
      """
          .formatted("0".repeat(64));
  private static final String JOBS =
      "jobs: {aws: {queue: a, deadLetters: b, table: c, blobs: d}}\n";

  private static TrefoilConfig parse(String yaml) {
    return TrefoilConfig.parse(REST + JOBS + yaml, Map.of());
  }

  @Test
  void withoutThemNothingIsLimitedBoundedOrRecorded() {
    TrefoilConfig config = parse("");

    assertThat(config.limits()).isEmpty();
    assertThat(config.budgets()).isEmpty();
    assertThat(config.usage()).isEmpty();
    assertThat(config.operators()).isEmpty();
    assertThat(config.audit()).isEqualTo(Duration.ofDays(400));
  }

  @Test
  void allOfItIsRead() {
    TrefoilConfig config =
        parse(
            """
            operators: [ops]
            auditDays: 90
            usage: {timeZone: Europe/Berlin, keepDays: 30}
            rateLimits:
              all: {callsAtOnce: 100}
              callers: {"*": {requestsPerMinute: 60}}
            budgets:
              timeZone: America/New_York
              assumedOutputTokens: 2000
              shards: 8
              tenants:
                acme: {usdPerDay: 2.5, tokensPerMonth: 1000, overBudget: route, cheaperRoute: cheap}
              targets: {one/model: {usdPerMonth: 100, warnAt: 0.5}}
            """);

    assertThat(config.operators()).containsExactly("ops");
    assertThat(config.audit()).isEqualTo(Duration.ofDays(90));
    assertThat(config.usage().orElseThrow().keep()).isEqualTo(Duration.ofDays(30));
    assertThat(config.limits().orElseThrow().byKind()).hasSize(2);
    assertThat(config.budgets().orElseThrow())
        .satisfies(
            budgets -> {
              assertThat(budgets.zone()).isEqualTo(ZoneId.of("America/New_York"));
              assertThat(budgets.assumedOutputTokens()).isEqualTo(2000);
              assertThat(budgets.shards()).isEqualTo(8);
              assertThat(budgets.terms().byKind().toString())
                  .contains("acme", "instead=Optional[cheap]", "warnAt=0.8", "warnAt=0.5");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rateLimits: {} | rateLimits limits nobody: name all, tenants, callers, routes or targets",
        "rateLimits: {all: {}} | rateLimits.all says no limit: requestsPerMinute, tokensPerMinute or",
        "rateLimits: {all: {callsAtOnce: 0}} | rateLimits.all.callsAtOnce is not a whole number from 1",
        "rateLimits: {all: {callsAtOnce: -1}} | rateLimits.all.callsAtOnce is not a whole number from 1",
        "rateLimits: {all: {requests: 5}} | rateLimits.all.requests is not known here",
        "rateLimits: {keys: {a: {callsAtOnce: 1}}} | rateLimits.keys is not known here",
        "rateLimits: {routes: {chta: {callsAtOnce: 1}}} | rateLimits.routes.chta is not a route, and not *",
        "rateLimits: {targets: {two/m: {callsAtOnce: 1}}} | rateLimits.targets.two/m is neither a target of",
        "rateLimits: {tenants: {}} | rateLimits.tenants names none",
        "budgets: {all: {usdPerDay: -5}} | budgets.all.usdPerDay is not a number from 0.000001 to",
        "budgets: {all: {usdPerDay: 1e99}} | budgets.all.usdPerDay is not a number from 0.000001",
        "budgets: {all: {warnAt: 0.5}} | budgets.all says no budget: usdPerDay, usdPerMonth,",
        "budgets: {all: {usdPerDay: 1, overBudget: route}} | budgets.all.cheaperRoute is missing",
        "budgets: {all: {usdPerDay: 1, cheaperRoute: cheap}} | is for 'overBudget: route' alone",
        "budgets: {all: {usdPerDay: 1, overBudget: route, cheaperRoute: x}} | is not a route",
        "budgets: {all: {usdPerDay: 1, overBudget: warn}} | overBudget is not refuse or route",
        "budgets: {timeZone: Mars, all: {usdPerDay: 1}} | budgets.timeZone is not a time zone",
        "budgets: {shards: 65, all: {usdPerDay: 1}} | budgets.shards is not a whole number from 1 to",
        "usage: {keepDays: 0} | usage.keepDays is not a whole number from 1 to 3650",
        "operators: [nobody] | operators[0] is the name of no key",
      })
  void aMistakeIsSaidWithItsPlace(String yaml, String mistake) {
    assertThatThrownBy(() -> parse(yaml)).hasMessageContaining(mistake);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "budgets: {all: {usdPerDay: 1}} | budgets needs 'jobs', in whose table is counted",
        "usage: true | usage needs 'jobs', in whose table it is kept",
      })
  void whatIsKeptNeedsTheTableOfJobs(String yaml, String mistake) {
    assertThatThrownBy(() -> TrefoilConfig.parse(REST + yaml, Map.of()))
        .hasMessageContaining(mistake);
  }
}
