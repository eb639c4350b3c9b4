package dev.trefoil.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trefoil.attempt.Allowance.Window;
import dev.trefoil.attempt.Trail;
import dev.trefoil.config.TrefoilConfig;
import dev.trefoil.gateway.Admission.Reservation;
import dev.trefoil.gateway.AdmissionException;
import dev.trefoil.gateway.AdmissionException.Reason;
import dev.trefoil.policy.Target;
import dev.trefoil.routing.Plan;
import dev.trefoil.routing.Requirements;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What accounts may do at a time, by a clock that the test moves. */
class LimitsTest {
  private static final Requirements SHORT = Planned.needs(100);
  private static final Plan PLAN = Planned.plan("chat", SHORT);

  private final AtomicLong now = new AtomicLong();

  private Limits limits(String yaml) {
    return new Limits(
        TrefoilConfig.parse(Planned.CONFIG + "rateLimits: " + yaml, Map.of())
            .limits()
            .orElseThrow(),
        1_000,
        now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Reservation admit(Limits limits, String caller) throws AdmissionException {
    return limits.admit(Planned.call(caller), PLAN, SHORT);
  }

  private static AdmissionException refused(Limits limits, String caller) {
    return catchThrowableOfType(AdmissionException.class, () -> admit(limits, caller));
  }

  @Test
  void requestsBeyondThoseOfAMinuteAreRefusedUntilThereIsRoomAgain() throws Exception {
    Limits limits = limits("{callers: {ada: {requestsPerMinute: 3}}}");
    for (int i = 0; i < 3; i++) {
      admit(limits, "ada").settle(Trail.NONE);
    }

    AdmissionException refusal = refused(limits, "ada");
    assertThat(refusal.reason()).isEqualTo(Reason.LIMIT);
    assertThat(refusal).hasMessageContaining("3 requests a minute").hasMessageContaining("ada");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(20));
    assertThat(refusal.allowance().orElseThrow().requests())
        .contains(new Window(3, 0, Duration.ofSeconds(60)));

    pass(Duration.ofSeconds(20));
    assertThat(admit(limits, "ada").allowance().orElseThrow().requests())
        .contains(new Window(3, 0, Duration.ofSeconds(60)));
    assertThat(refused(limits, "ada")).isNotNull();
    admit(limits, "bob");
  }

  @Test
  void eachCallerOfAStarHasItsOwnLimit() throws Exception {
    Limits limits = limits("{callers: {\"*\": {requestsPerMinute: 1}}}");
    admit(limits, "ada");
    admit(limits, "bob");

    assertThat(refused(limits, "ada")).isNotNull();
    assertThat(refused(limits, "bob")).isNotNull();
  }

  @Test
  void callersOfOneNameInTwoTenantsAreTwo() throws Exception {
    Limits limits = limits("{callers: {ada: {requestsPerMinute: 1}}}");
    limits.admit(Planned.call("ada", Optional.of("one")), PLAN, SHORT);
    limits.admit(Planned.call("ada", Optional.of("two")), PLAN, SHORT);

    assertThat(
            catchThrowableOfType(
                AdmissionException.class,
                () -> limits.admit(Planned.call("ada", Optional.of("one")), PLAN, SHORT)))
        .isNotNull();
  }

  @Test
  void tokensAreTakenAsExpectedAndCorrectedByWhatWasUsed() throws Exception {
    Limits limits = limits("{all: {tokensPerMinute: 1000}}");

    Reservation held = admit(limits, "ada");
    long most = 1000 - held.allowance().orElseThrow().tokens().orElseThrow().remaining();
    assertThat(most).isBetween(101L, 120L);
    held.settle(Planned.answered(PLAN.steps().getFirst(), 8, 2));
    held.settle(Planned.answered(PLAN.steps().getFirst(), 8, 2));

    long left = admit(limits, "ada").allowance().orElseThrow().tokens().orElseThrow().remaining();
    assertThat(left).isEqualTo(1000 - 10 - most);
  }

  @Test
  void aCallThatIsLargerThanTheLimitWaitsForAllOfIt() throws Exception {
    Limits limits = limits("{all: {tokensPerMinute: 50}}");

    admit(limits, "ada").settle(Trail.NONE);
    Reservation large = admit(limits, "ada");

    AdmissionException refusal = refused(limits, "ada");
    assertThat(refusal.retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(1));
    large.settle(Trail.NONE);
  }

  @Test
  void callsAtOnceAreCountedUntilTheyEnd() throws Exception {
    Limits limits = limits("{routes: {chat: {callsAtOnce: 2}}}");
    Reservation first = admit(limits, "ada");
    Reservation second = admit(limits, "bob");

    AdmissionException refusal = refused(limits, "eve");
    assertThat(refusal).hasMessageContaining("2 calls at once").hasMessageContaining("route chat");
    assertThat(refusal.retryAfter()).contains(Duration.ofSeconds(1));

    first.settleUnknown();
    first.settle(Trail.NONE);
    admit(limits, "eve");
    assertThat(refused(limits, "ada")).isNotNull();
    second.settle(Trail.NONE);
  }

  @Test
  void aTargetAtItsLimitIsLeftOutAndTheCallRefusedWhereAllAre() throws Exception {
    Limits limits =
        limits(
            "{targets: {azure/dear: {requestsPerMinute: 1}, other/cheap: {requestsPerMinute: 1}}}");

    assertThat(admit(limits, "ada").within(PLAN).targets()).isEqualTo(PLAN.targets());
    assertThat(admit(limits, "ada").within(PLAN).targets())
        .containsExactly(new Target("other", "cheap"));
    assertThat(refused(limits, "ada")).hasMessageContaining("the target azure/dear");
  }

  @Test
  void whatHasNoLimitIsHeldForNothing() throws Exception {
    assertThat(admit(limits("{callers: {bob: {callsAtOnce: 1}}}"), "ada"))
        .isSameAs(Reservation.NONE);
  }

  @Test
  void manyThreadsNeverPassALimit() throws Exception {
    Limits limits = limits("{all: {callsAtOnce: 5, requestsPerMinute: 200}}");
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger admitted = new AtomicInteger();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 2_000; i++) {
        threads.submit(
            () -> {
              try {
                Reservation held = admit(limits, "ada");
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                admitted.incrementAndGet();
                Thread.yield();
                underWay.decrementAndGet();
                held.settle(Trail.NONE);
              } catch (AdmissionException e) {
                assertThat(e.reason()).isEqualTo(Reason.LIMIT);
              }
            });
      }
    }
    assertThat(most.get()).isBetween(1, 5);
    assertThat(admitted.get()).isBetween(1, 200);
    assertThat(underWay).hasValue(0);
  }

  @Test
  void moreCallersThanAreRememberedTakeNoMoreMemory() throws Exception {
    Limits limits = limits("{callers: {\"*\": {callsAtOnce: 1}}}");
    List<Reservation> held = new ArrayList<>();
    for (int i = 0; i < Limits.MOST_METERS + 10; i++) {
      held.add(admit(limits, "caller-" + i));
    }
    held.forEach(one -> one.settle(Trail.NONE));

    assertThat(limits.known()).isLessThanOrEqualTo(Limits.MOST_METERS);
  }
}
