package dev.trefoil.report;

import dev.trefoil.attempt.Attempt;
import dev.trefoil.attempt.Trail;
import dev.trefoil.auth.Caller;
import dev.trefoil.chat.Usage;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.CallEvent.CallEnded;
import dev.trefoil.gateway.CallEvent.Outcome;
import dev.trefoil.gateway.CallEvent.Subject;
import dev.trefoil.health.Breaker;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import dev.trefoil.store.RecordStore;
import dev.trefoil.usage.BudgetReading;
import dev.trefoil.usage.BudgetSettings;
import dev.trefoil.usage.Budgets;
import dev.trefoil.usage.Planned;
import dev.trefoil.usage.UsageRecorder;
import dev.trefoil.usage.UsageRecords;
import dev.trefoil.usage.UsageSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Weeks of quiet days and a loud one, the same wherever they are recorded: of 60 calls 10 fall back
 * after two throttled attempts, 6 fail at both targets and 44 are answered at once.
 */
public final class Drill {
  public static final String CONFIG =
      """
      auth: none
      services:
        azure: {kind: azure-openai, endpoint: "https://a.openai.azure.com"}
        other: {kind: openai, endpoint: "https://b.example/v1"}
      prices:
        azure/dear: {input: 2, output: 10, cachedInput: 0.2, cacheWrite: 2.5}
        other/cheap: {input: 1, output: 2, cachedInput: 0.1, cacheWrite: 1}
      jobs: {aws: {queue: a, deadLetters: b, table: c, blobs: d, callbacks: {ops: q}}}
      usage: true
      budgets: {tenants: {acme: {usdPerDay: 0.002, usdPerMonth: 1, warnAt: 0.7}}}
      report: {queue: ops, provisioned: {azure/dear: {usdPerHour: 0.0001, tokensPerMinute: 100}}}
      routes:
        chat: {targets: [azure/dear, other/cheap]}
      """;

  private static final Target DEAR = new Target("azure", "dear");
  private static final Target CHEAP = new Target("other", "cheap");
  private static final Usage USAGE = new Usage(1_000, 100, 400, 0, 0);
  private static final UsageSettings SETTINGS =
      new UsageSettings(ZoneOffset.UTC, Duration.ofDays(400));

  private Drill() {}

  public static TrefoilConfig config() {
    return TrefoilConfig.parse(CONFIG, Map.of());
  }

  /** Noon of a day. */
  public static Instant at(LocalDate day) {
    return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
  }

  /** Makes all calls. */
  public static void run(RecordStore records, LocalDate day) throws Exception {
    for (int week = 1; week <= 5; week++) {
      UsageRecorder quiet = recorder(records, day.minusWeeks(week));
      for (int i = 0; i < 10; i++) {
        quiet.accept(call("chat", Outcome.ANSWERED, answered(DEAR)));
      }
    }
    UsageRecorder loud = recorder(records, day);
    for (int i = 0; i < 60; i++) {
      if (i % 6 == 0) {
        Attempt throttled = failed(Kind.THROTTLED, DEAR);
        loud.accept(call("chat", Outcome.ANSWERED, throttled, throttled, answered(CHEAP)));
      } else if (i % 10 == 3) {
        loud.accept(
            call(
                "chat",
                Outcome.FAILED,
                failed(Kind.TIMEOUT, DEAR),
                failed(Kind.OVERLOADED, CHEAP)));
      } else {
        loud.accept(call("chat", Outcome.ANSWERED, answered(DEAR)));
      }
    }
    spend(records, day);
  }

  /** Of the budget of a day, 1,500 millionths of a dollar. */
  private static void spend(RecordStore records, LocalDate day) throws Exception {
    Plan plan = Planned.plan("chat", Planned.needs(100));
    new Budgets(budgets(), records, () -> at(day))
        .admit(Planned.call("ada", Optional.of("acme")), plan, Planned.needs(100))
        .settle(Planned.answered(plan.steps().getFirst(), 1_000, 500));
  }

  private static BudgetSettings budgets() {
    return config().budgets().orElseThrow();
  }

  static UsageRecorder recorder(RecordStore records, LocalDate day) {
    return new UsageRecorder(records, SETTINGS, () -> at(day));
  }

  /** What makes reports of the records. */
  public static ReportMaker maker(RecordStore records) {
    return new ReportMaker(
        List.of(source("one", records)),
        ZoneOffset.UTC,
        Optional.of(ZoneOffset.UTC),
        config().report().orElseThrow().settings().provisioned(),
        config().routing());
  }

  static ReportSource source(String cloud, RecordStore records) {
    return new ReportSource(
        cloud,
        new UsageRecords(records, SETTINGS, Instant::now),
        Optional.of(new BudgetReading(budgets(), records)));
  }

  static CallEnded call(String route, Outcome outcome, Attempt... attempts) {
    Subject subject =
        new Subject(
            "r",
            Caller.of("ada", Optional.of("acme"), Optional.empty()),
            Optional.empty(),
            route,
            false,
            Instant.EPOCH);
    return new CallEnded(subject, outcome, new Trail(List.of(attempts)), Duration.ofMillis(1_200));
  }

  static Attempt answered(Target target) {
    double usd = target.equals(DEAR) ? 0.00228 : 0.00084;
    return new Attempt(
        target,
        Attempt.OK,
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(900),
        Optional.empty(),
        Optional.empty(),
        USAGE,
        false,
        OptionalDouble.of(usd),
        Breaker.State.CLOSED,
        "unknown");
  }

  private static Attempt failed(Kind kind, Target target) {
    Attempt of = Planned.failed(Planned.plan("chat", Planned.needs(10)).steps().getFirst(), kind);
    return new Attempt(
        target,
        of.outcome(),
        of.failure(),
        Optional.empty(),
        Duration.ZERO,
        Optional.empty(),
        Optional.empty(),
        Usage.NONE,
        false,
        OptionalDouble.empty(),
        Breaker.State.CLOSED,
        "unknown");
  }
}
