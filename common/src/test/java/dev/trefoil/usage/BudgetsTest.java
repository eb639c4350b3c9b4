package dev.trefoil.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.attempt.CheckRun;
import dev.trefoil.attempt.GuardrailFinding.Side;
import dev.trefoil.attempt.Trail;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.policy.Target;
import dev.trefoil.provider.ProviderException.Kind;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import dev.trefoil.routing.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What accounts may use of a day and a month, over a store in memory that counts its calls. */
class BudgetsTest {
  /** A prompt of a few tokens, and 100,000 of the answer: a tenth of a dollar, and a bit. */
  private static final Requirements TENTH = Planned.needs(100_000);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-12-05T12:00:00Z"));
  private final CountedRecords records = new CountedRecords();
  private final Plan chat = Planned.plan("chat", TENTH);
  private final Step dear = chat.steps().getFirst();
  private final Step cheap = chat.steps().getLast();

  /** Another process over the same store. */
  private Budgets budgets(String yaml) {
    return new Budgets(
        TrefoilConfig.parse(Planned.CONFIG + "budgets: " + yaml, Map.of()).budgets().orElseThrow(),
        records,
        now::get);
  }

  private Reservation admit(Budgets budgets) throws AdmissionException {
    return budgets.admit(Planned.call("ada", Optional.of("acme")), chat, TENTH);
  }

  private AdmissionException refused(Budgets budgets) {
    return catchThrowableOfType(AdmissionException.class, () -> admit(budgets));
  }

  @Test
  void aCallIsOneWriteBeforeItAndOneAfterIt() throws Exception {
    Budgets budgets = budgets("{tenants: {acme: {usdPerDay: 1, usdPerMonth: 5}}}");

    Reservation held = admit(budgets);
    assertThat(records.calls()).containsExactly("add");
    held.settle(Planned.answered(dear, 10, 10));
    assertThat(records.calls()).containsExactly("add");
  }

  @Test
  void whatNoBudgetBoundsAsksNoStore() throws Exception {
    Budgets budgets = budgets("{tenants: {other: {usdPerDay: 1}}}");

    assertThat(admit(budgets)).isSameAs(Reservation.NONE);
    assertThat(records.calls()).isEmpty();
  }

  @Test
  void reservationsOfCallsUnderWayAreUsedAndWhatIsSettledIsGivenBack() throws Exception {
    String yaml = "{all: {usdPerDay: 0.35}}";
    List<Reservation> held =
        List.of(admit(budgets(yaml)), admit(budgets(yaml)), admit(budgets(yaml)));

    AdmissionException refusal = refused(budgets(yaml));
    assertThat(refusal.reason()).isEqualTo(Reason.BUDGET);
    assertThat(refusal)
        .hasMessageContaining("all calls (usdPerDay) is spent, or has no room for this call");
    assertThat(refusal.retryAfter()).contains(Duration.ofHours(12));

    held.getFirst().settle(Planned.answered(dear, 10, 10));
    admit(budgets(yaml));
    assertThat(refused(budgets(yaml))).isNotNull();
  }

  @Test
  void whatIsSettledTwiceIsCountedOnce() throws Exception {
    String yaml = "{all: {usdPerDay: 0.25}}";
    Reservation held = admit(budgets(yaml));
    held.settle(Planned.answered(dear, 10, 90_000));
    held.settle(Planned.answered(dear, 10, 90_000));
    held.settleUnknown();

    admit(budgets(yaml));
    assertThat(refused(budgets(yaml))).isNotNull();
  }

  @Test
  void aProcessThatDiesLeavesItsReservationChargedUntilItIsSettledLate() throws Exception {
    String yaml = "{all: {usdPerMonth: 0.15}}";
    Reservation dead = admit(budgets(yaml));
    now.updateAndGet(time -> time.plus(Duration.ofDays(9)));
    assertThat(refused(budgets(yaml)).retryAfter())
        .contains(Duration.between(now.get(), Instant.parse("2027-01-01T00:00:00Z")));

    dead.settle(Planned.answered(dear, 10, 10));
    admit(budgets(yaml));
  }

  @Test
  void aFaultOfOursLeavesAllOfItCharged() throws Exception {
    String yaml = "{all: {usdPerDay: 0.15}}";
    admit(budgets(yaml)).settleUnknown();

    assertThat(refused(budgets(yaml))).isNotNull();
  }

  @Test
  void onlyWhatWasSurelyNotSpentIsGivenBack() throws Exception {
    String yaml = "{all: {usdPerDay: 0.25}}";
    admit(budgets(yaml)).settle(new Trail(List.of(Planned.failed(dear, Kind.THROTTLED))));
    admit(budgets(yaml)).settle(Trail.NONE);
    admit(budgets(yaml)).settle(new Trail(List.of(Planned.failed(dear, Kind.TIMEOUT))));
    admit(budgets(yaml)).settle(new Trail(List.of(Planned.failed(dear, Kind.TRUNCATED))));

    assertThat(refused(budgets(yaml))).isNotNull();
  }

  @Test
  void whatAServiceTakesThatChecksACallIsPaidByTheCallsAccounts() throws Exception {
    String yaml = "{all: {usdPerDay: 0.15}}";
    CheckRun run =
        new CheckRun(
            "aws",
            Side.INPUT,
            1,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            1_000,
            OptionalDouble.of(0.12),
            List.of());

    admit(budgets(yaml)).settle(Trail.NONE.withChecks(List.of(run)));

    assertThat(refused(budgets(yaml))).isNotNull();
  }

  @Test
  void aDayBeginsAnewAtMidnightOfItsZoneAndAMonthOnItsFirst() throws Exception {
    String yaml = "{timeZone: Asia/Tokyo, all: {usdPerDay: 0.15, usdPerMonth: 0.25}}";
    now.set(Instant.parse("2026-12-05T14:59:00Z"));
    admit(budgets(yaml));
    assertThat(refused(budgets(yaml)).retryAfter()).contains(Duration.ofMinutes(1));

    now.set(Instant.parse("2026-12-05T15:00:00Z"));
    admit(budgets(yaml));
    now.set(Instant.parse("2026-12-20T15:00:00Z"));
    assertThat(refused(budgets(yaml))).hasMessageContaining("usdPerMonth");

    now.set(Instant.parse("2026-12-31T15:00:00Z"));
    admit(budgets(yaml));
  }

  @Test
  void tokensAreBoundedAsDollarsAre() throws Exception {
    String yaml = "{callers: {\"*\": {tokensPerDay: 250000}}}";
    admit(budgets(yaml));
    admit(budgets(yaml));

    assertThat(refused(budgets(yaml))).hasMessageContaining("the caller ada (tokensPerDay)");
  }

  @Test
  void whatIsSpentForGoodIsKnownWithoutTheStore() throws Exception {
    Budgets budgets = budgets("{all: {usdPerDay: 0.15}}");
    admit(budgets).settle(Planned.answered(dear, 0, 200_000));
    assertThat(refused(budgets)).isNotNull();
    records.calls();

    assertThat(refused(budgets)).isNotNull();
    assertThat(records.calls()).isEmpty();
  }

  @Test
  void whereOneAccountRefusesTheOthersGetBackWhatWasReserved() throws Exception {
    String yaml = "{all: {usdPerDay: 5}, routes: {chat: {usdPerDay: 0.05}}}";
    assertThat(refused(budgets(yaml))).hasMessageContaining("the route chat");

    assertThat(admit(budgets("{all: {usdPerDay: 0.11}}"))).isNotNull();
  }

  @Test
  void aTargetWithoutRoomIsLeftOut() throws Exception {
    Budgets budgets = budgets("{targets: {azure/dear: {usdPerDay: 0.05}}}");

    Reservation held = admit(budgets);
    assertThat(held.within(chat).targets()).containsExactly(new Target("other", "cheap"));
    held.settle(Planned.answered(cheap, 10, 10));
  }

  @Test
  void aTargetsBudgetIsChargedForItsOwnAttemptsAlone() throws Exception {
    String yaml = "{targets: {azure/dear: {usdPerDay: 0.15}}}";
    admit(budgets(yaml))
        .settle(
            new Trail(List.of(Planned.failed(dear, Kind.THROTTLED)))
                .plus(Planned.answered(cheap, 10, 100_000).attempts().getFirst()));

    assertThat(admit(budgets(yaml)).within(chat).targets()).isEqualTo(chat.targets());
  }

  @Test
  void aSpentBudgetNamesTheCheaperRouteAndRefusesNoCallOfIt() throws Exception {
    String yaml = "{all: {usdPerDay: 0.05, overBudget: route, cheaperRoute: cheap}}";

    assertThat(refused(budgets(yaml)).instead()).contains("cheap");
    assertThat(
            budgets(yaml)
                .admit(Planned.call("ada"), Planned.plan("cheap", TENTH), TENTH)
                .warnings())
        .containsExactly("all calls: 100% of usdPerDay (0.05)");
  }

  @Test
  void aBudgetThatIsNearlySpentIsSaidToCallersAndOnceAsAnEvent() throws Exception {
    Budgets budgets = budgets("{warnAt: 0.5, all: {usdPerDay: 0.3}}");
    assertThat(admit(budgets).allowance()).isEmpty();

    Reservation second = admit(budgets);
    assertThat(second.allowance().orElseThrow().warnings())
        .containsExactly("all calls: 66% of usdPerDay (0.3)");
    assertThat(second.warnings()).hasSize(1);
    second.settle(Trail.NONE);

    Reservation third = admit(budgets);
    assertThat(third.allowance().orElseThrow().warnings()).hasSize(1);
    assertThat(third.warnings()).isEmpty();
  }

  @Test
  void whatHasNoKnownPriceIsNotPaidForFromDollars() {
    Plan unknown = Planned.plan("unknown", TENTH);

    AdmissionException refusal =
        catchThrowableOfType(
            AdmissionException.class,
            () -> budgets("{all: {usdPerDay: 1}}").admit(Planned.call("ada"), unknown, TENTH));
    assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(refusal).hasMessageContaining("no price is known of other/nobody-knows");
  }

  @Test
  void whileTheStoreDoesNotAnswerNothingIsPaidFor() throws Exception {
    records.fail();

    AdmissionException refusal = refused(budgets("{all: {usdPerDay: 1}}"));
    assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(5));
  }

  @Test
  void callsOfOneProcessGoTogetherIntoFewWrites() throws Exception {
    Budgets budgets = budgets("{all: {usdPerDay: 100}}");
    records.slow();
    AtomicInteger admitted = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        threads.submit(
            () -> {
              Reservation held = admit(budgets);
              admitted.incrementAndGet();
              held.settle(Planned.answered(dear, 0, 1_000));
              return null;
            });
      }
    }

    assertThat(admitted).hasValue(500);
    assertThat(records.calls().size()).isLessThan(500);
    assertThat(records.sum("nanoUsd")).isEqualTo(500 * 1_000_000L);
    assertThat(records.sum("heldNanoUsd")).isZero();
  }

  @Test
  void processesThatSpendAtOnceNeverPassABudgetHoweverItIsSpread() throws Exception {
    for (int shards : new int[] {1, 4}) {
      String yaml = "{shards: " + shards + ", tenants: {acme: {usdPerDay: 1}}}";
      records.clear();
      AtomicInteger admitted = new AtomicInteger();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int process = 0; process < 20; process++) {
          Budgets budgets = budgets(yaml);
          for (int i = 0; i < 10; i++) {
            threads.submit(
                () -> {
                  Reservation held = admit(budgets);
                  if (admitted.incrementAndGet() % 2 == 0) {
                    held.settle(Planned.answered(dear, 0, 50_000));
                  }
                  return null;
                });
          }
        }
      }
      // Each has spent at least half of a tenth, and none more than it.
      assertThat(admitted.get()).isBetween(shards == 1 ? 7 : 4, 20);
      assertThat(records.sum("nanoUsd")).isLessThanOrEqualTo(1_000_000_000L);
    }
  }
}
